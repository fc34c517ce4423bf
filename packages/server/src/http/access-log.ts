/** One line of the log per request, once it is answered. docs/logs.md says what stands in it. */
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import { type Caller, callerOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

/** They are asked every few seconds by machines: where they are as they should be, nobody wants to read it. */
const probes: ReadonlySet<string | undefined> = new Set(["/healthz", "/readyz", "/metrics"]);

declare module "fastify" {
  interface FastifyRequest {
    /** When it came, by the steady clock; null where its address could not even be read. */
    beganMs: number | null;
    /** Whether it is of a route that is asked most: reads of tokens. */
    isHot: boolean;
  }
}

/** Of token reads that succeed one in so many is logged, none where it is 0. */
export function logAccess(
  instance: FastifyInstance,
  context: HttpContext,
  logTokenReads: number,
): void {
  const { log, clock } = context;
  if (!log.isLevelEnabled("info")) return;
  let reads = 0;
  const isPassedOver = ({ isHot }: FastifyRequest, { statusCode }: FastifyReply) => {
    if (!isHot || statusCode >= 400) return false;
    if (logTokenReads === 0) return true;
    reads = (reads + 1) % logTokenReads;
    return reads !== 0;
  };
  instance.decorateRequest("beganMs", null);
  instance.decorateRequest("isHot", false);
  // Fastify makes what it knows of a route anew each time that it is asked.
  instance.addHook("onRoute", (route) => {
    if (route.config?.route?.hot === true) {
      route.onRequest = [markHot, ...[route.onRequest ?? []].flat()];
    }
  });
  instance.addHook("onRequest", (request, _reply, done) => {
    request.beganMs = clock.steadyMs();
    done();
  });
  // Not Fastify's onResponse: every token read would pay for its listeners, and who hangs up would have no line.
  instance.addHook("onSend", (request, reply, _payload, done) => {
    done();
    if (isPassedOver(request, reply)) return;
    const write = () => void writeLine(context, request, reply);
    if (reply.raw.closed) write();
    else reply.raw.once("close", write);
  });
}

const markHot: onRequestHookHandler = (request, _reply, done) => {
  request.isHot = true;
  done();
};

async function writeLine(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const nowMs = context.clock.steadyMs();
  const ms = Math.round(nowMs - (request.beganMs ?? nowMs));
  const { id: requestId, method, refusal } = request;
  const { statusCode: status } = reply;
  // The route's pattern, never its address: links and codes stand there.
  const { url: route } = request.routeOptions;
  const level = status < 400 && probes.has(route) ? "debug" : "info";
  const { log } = context;
  if (!log.isLevelEnabled(level)) return;
  const caller: Caller = await callerOf(context, request).catch(() => ({}));
  const { principal, appId, workspaceId } = caller;
  const write = () =>
    log[level](
      { requestId, method, route, status, code: refusal?.code, ms, principal, appId, workspaceId },
      "request",
    );
  if (request.span === null) write();
  else request.span.run(write);
}
