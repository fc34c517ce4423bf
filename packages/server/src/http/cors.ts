/**
 * Cross-origin calls (Fetch standard): a browser may call from the origins that the app registered,
 * and from no other. No cookie is allowed across origins; callers bring a bearer token.
 */
import cors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyInstance, FastifyRequest } from "fastify";
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
];

const shared: FastifyCorsOptions = {
  methods: ["GET", "POST", "DELETE"],
  allowedHeaders,
  exposedHeaders: ["x-base44-connector-error", "x-request-id", "retry-after"],
  maxAge: 600,
};

const fromNowhere: FastifyCorsOptions = { ...shared, origin: false };

/** Registers the rule on every route of the instance. */
export async function registerCors(
  instance: FastifyInstance,
  context: ServiceContext,
): Promise<void> {
  await instance.register(cors, {
    delegator: (request, done) => {
      // No browser, or no other origin: there is nothing to find out.
      if (request.headers.origin === undefined) return done(null, fromNowhere);
      isAllowed(context, request).then(
        (allowed) => done(null, { ...shared, origin: allowed }),
        () => done(null, fromNowhere),
      );
    },
  });
}

async function isAllowed(context: ServiceContext, request: FastifyRequest): Promise<boolean> {
  const { origin } = request.headers;
  const appId = /^\/api\/apps\/([^/?]+)\//.exec(request.url)?.[1];
  if (origin === undefined || appId === undefined) return false;
  const app = await context.apps.get(decodeURIComponent(appId));
  return app.origins.includes(origin);
}
