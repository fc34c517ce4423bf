/**
 * Cross-origin calls (Fetch standard): a browser may call from the origins that the app registered,
 * and from no other. No cookie is allowed across origins; callers bring a bearer token.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ServiceContext } from "../service/context.ts";

/** The headers that the official SDK and ours send. */
const allowedHeaders = [
  "authorization",
  "content-type",
  "x-app-id",
  "x-origin-url",
  "x-base44-anonymous-id",
  "x-request-id",
  "x-data-env",
  "base44-state",
  "base44-functions-version",
].join(", ");
const exposedHeaders = "x-base44-connector-error, x-request-id, retry-after";
const allowedMethods = "GET, POST, DELETE";
/** Functions may be called by every method. */
const functionMethods = "GET, POST, PUT, PATCH, DELETE";
const functionPath = /^\/api\/apps\/[^/?]+\/functions\//;
/** How long a browser may remember what it was allowed. */
const maxAgeSeconds = 600;

/** Sets the rule on every route of the instance, and on addresses that have none. */
export function registerCors(instance: FastifyInstance, context: ServiceContext): void {
  instance.addHook("onRequest", (request, reply, done) => {
    reply.header("vary", "Origin");
    const { origin } = request.headers;
    // Backends send none, and they are who calls most.
    if (origin === undefined) return done();
    isAllowed(context, request, origin).then(
      (allowed) => {
        if (!allowed) return done();
        reply.header("access-control-allow-origin", origin);
        reply.header("access-control-expose-headers", exposedHeaders);
        if (isPreflight(request)) return void answerPreflight(request, reply);
        done();
      },
      () => done(),
    );
  });
}

async function isAllowed(
  context: ServiceContext,
  request: FastifyRequest,
  origin: string,
): Promise<boolean> {
  const appId = /^\/api\/apps\/([^/?]+)\//.exec(request.url)?.[1];
  if (appId === undefined) return false;
  const app = await context.apps.get(decodeURIComponent(appId));
  return app.origins.includes(origin);
}

/** Whether a browser only asks what it may do; no route answers the method OPTIONS. */
function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

function answerPreflight({ url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = functionPath.test(url) ? functionMethods : allowedMethods;
  return reply
    .code(204)
    .header("access-control-allow-methods", methods)
    .header("access-control-allow-headers", allowedHeaders)
    .header("access-control-max-age", String(maxAgeSeconds))
    .header("content-length", "0")
    .send();
}
