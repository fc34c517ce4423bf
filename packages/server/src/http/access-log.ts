/** One line of the log per request, once it is answered. docs/logs.md says what stands in it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Caller, callerOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

/** They are asked every few seconds by machines: where they are as they should be, nobody wants to read it. */
const probes: ReadonlySet<string | undefined> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Of token reads that succeed one in so many is logged, none where it is 0. */
export function logAccess(
  instance: FastifyInstance,
  context: HttpContext,
  logTokenReads: number,
): void {
  const { log } = context;
  if (!log.isLevelEnabled("info")) return;
  let reads = 0;
  const isPassedOver = ({ routeOptions }: FastifyRequest, { statusCode }: FastifyReply) => {
    if (statusCode >= 400 || routeOptions.config.route?.hot !== true) return false;
    if (logTokenReads === 0) return true;
    reads = (reads + 1) % logTokenReads;
    return reads !== 0;
  };
  instance.addHook("onResponse", (request, reply, done) => {
    done();
    if (isPassedOver(request, reply)) return;
    const { url: route } = request.routeOptions;
    const level = reply.statusCode < 400 && probes.has(route) ? "debug" : "info";
    if (!log.isLevelEnabled(level)) return;
    const write = ({ principal, appId, workspaceId }: Caller) => {
      const { id: requestId, method, refusal } = request;
      const { statusCode: status, elapsedTime } = reply;
      const ms = Math.round(elapsedTime);
      // The route's pattern, never its address: links and codes stand there.
      log[level](
        {
          requestId,
          method,
          route,
          status,
          code: refusal?.code,
          ms,
          principal,
          appId,
          workspaceId,
        },
        "request",
      );
    };
    callerOf(context, request).then(write, () => write({}));
  });
}
