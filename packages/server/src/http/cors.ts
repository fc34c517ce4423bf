/**
 * Cross-origin calls (Fetch standard): a browser may call from the origins that the app registered, and
 * from no other; and only the routes that are for the app's pages. What the backend or an operator calls
 * is not for browsers: there a secret that got into a page is of no use to the page. No cookie is allowed
 * across origins; callers bring a bearer token.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ServiceContext } from "../service/context.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether the pages of the app may call the route from their own origins. */
    readonly forPages?: true;
  }
}

/** Configuration of a route that an app's pages may call. */
export const forPages = { forPages: true } as const;

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

/** Address patterns by method, of routes that are not for pages. */
type ClosedRoutes = Map<string, string[][]>;

/** Sets the rule on every route of the instance that is added later, and on addresses that have none. */
export function registerCors(instance: FastifyInstance, context: ServiceContext): void {
  const closed: ClosedRoutes = new Map();
  instance.addHook("onRoute", ({ method, url, config }) => {
    if (config?.forPages === true) return;
    for (const one of [method].flat()) {
      closed.set(one, [...(closed.get(one) ?? []), url.split("/")]);
    }
  });
  instance.addHook("onRequest", (request, reply, done) => {
    reply.header("vary", "Origin");
    const { origin } = request.headers;
    // Backends send none, and they are who calls most.
    if (origin === undefined || !isForPages(request, closed)) return done();
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

/** Also an address without a route: there a page learns that nothing is there. */
function isForPages(request: FastifyRequest, closed: ClosedRoutes): boolean {
  if (!isPreflight(request)) return request.is404 || request.routeOptions.config.forPages === true;
  const asked = request.headers["access-control-request-method"];
  const path = segmentsOf(request.url);
  if (path === null || asked === undefined) return false;
  return !(closed.get(asked) ?? []).some((route) => matches(route, path));
}

/** A preflight reaches no route: the segments of the address it asks for, decoded as the router does. */
function segmentsOf(url: string): string[] | null {
  try {
    return url
      .replace(/[?#].*$/, "")
      .split("/")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

function matches(route: readonly string[], path: readonly string[]): boolean {
  const isOpenEnded = route.at(-1) === "*";
  if (isOpenEnded ? path.length < route.length : path.length !== route.length) return false;
  return route.every((part, at) => part === "*" || part.startsWith(":") || part === path[at]);
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
