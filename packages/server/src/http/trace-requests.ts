/** A span for every request, as the semantic conventions for HTTP servers have it, with the caller's kind, app and workspace. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { beginRequest, isTracing, type RequestSpan } from "../lib/tracing.ts";
import type { AppUser } from "../service/app-users/index.ts";
import { callerOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null where nothing is traced. */
    span: RequestSpan | null;
  }
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Before any other hook: what they do is inside of the span. */
export function traceRequests(instance: FastifyInstance, context: HttpContext): void {
  if (!isTracing()) return;
  const server = addressOf(context.publicUrl);
  instance.addHook("onRequest", (request, reply, done) => {
    const span = beginRequest(() => described(request, server), request.headers);
    if (span === null) return done();
    request.span = span;
    if (span.isRecording) reply.raw.once("close", () => void end(context, request, reply));
    span.run(done);
  });
  // What comes of a body being read belongs to the connection.
  instance.addHook("preValidation", ({ span }, _reply, done) => {
    if (span === null) done();
    else span.run(done);
  });
}

function described(request: FastifyRequest, server: ReturnType<typeof addressOf>) {
  const { url: route } = request.routeOptions;
  const method = methods.has(request.method) ? request.method : "HTTP";
  const attributes = {
    "http.request.method": method === "HTTP" ? "_OTHER" : method,
    "network.protocol.version": request.raw.httpVersion,
    "grantry.request.id": request.id,
    ...server,
    // The pattern in place of the address: links, codes and ids stand there.
    ...(route === undefined ? {} : { "http.route": route, "url.path": route }),
  };
  return { name: route === undefined ? method : `${method} ${route}`, attributes };
}

function addressOf(publicUrl: string) {
  const { protocol, hostname, port } = new URL(publicUrl);
  const scheme = protocol.slice(0, -1);
  return {
    "url.scheme": scheme,
    "server.address": hostname,
    "server.port": Number(port === "" ? (scheme === "https" ? 443 : 80) : port),
  };
}

async function end(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { span, refusal, principal } = request;
  const caller = await callerOf(context, request).catch(() => ({}));
  const { principal: kind, appId, workspaceId } = caller as Partial<Record<string, string>>;
  const userId = kind === "app_user" ? (principal as AppUser).userId : undefined;
  const { statusCode } = reply;
  span?.set({
    "http.response.status_code": statusCode,
    ...(kind === undefined ? {} : { "grantry.principal.kind": kind }),
    ...(appId === undefined ? {} : { "grantry.app.id": appId }),
    ...(workspaceId === undefined ? {} : { "grantry.workspace.id": workspaceId }),
    ...(refusal === null ? {} : { "grantry.error.code": refusal.code }),
    ...(span.namesUsers && userId !== undefined ? { "user.id": userId } : {}),
  });
  span?.end(failureOf(request, reply));
}

/** A caller's mistake is no failure of the server's. */
function failureOf({ refusal }: FastifyRequest, { statusCode, raw }: FastifyReply): string | null {
  if (statusCode >= 500) return refusal?.code ?? String(statusCode);
  return raw.writableFinished ? null : "connection_closed";
}
