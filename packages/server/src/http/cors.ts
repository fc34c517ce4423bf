/**
 * Cross-origin calls (Fetch standard): a browser may call from the origins that the app registered, and
 * from no other; and only the routes that are for the app's pages. What the backend or an operator calls
 * is not for browsers: there a secret that got into a page is of no use to the page. No cookie is allowed
 * across origins; callers bring a bearer token.
 *
 * A page of another origin may read one thing: that its origin is not declared. Its call reaches no route,
 * and an app that there is answers as one that there is not.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isGrantryError } from "../lib/error.ts";
import { allowsOrigin } from "../lib/origins.ts";
import { matches, segmentsOf } from "./address-match.ts";
import { clientAddress } from "./client-address.ts";
import type { HttpContext } from "./context.ts";
import { createRefusedOrigins, originRefusal } from "./refused-origins.ts";
import { isOfOwnApi } from "./route.ts";

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
/** Of our own API. */
const own = {
  headers: "authorization, content-type, idempotency-key, if-match, x-request-id, traceparent",
  exposed:
    "etag, grantry-error, idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-request-id",
  methods: "GET, POST, PATCH, DELETE",
} as const;
/** Functions may be called by every method. */
const functionMethods = "GET, POST, PUT, PATCH, DELETE";
const functionPath = /^\/(?:api|v1)\/apps\/[^/?]+\/functions\//;
/** How long a browser may remember what it was allowed. */
const maxAgeSeconds = 600;

/** Address patterns by method, in segments. */
type Routes = Map<string, string[][]>;

/** Sets the rule on every route of the instance that is added later, and on addresses that have none. */
export function registerCors(instance: FastifyInstance, context: HttpContext): void {
  const closed: Routes = new Map();
  const open: Routes = new Map();
  const refused = createRefusedOrigins(context);
  const ownOrigin = new URL(context.publicUrl).origin;
  instance.addHook("onRoute", ({ method, url, config }) => {
    const routes = config?.route?.forPages === true ? open : closed;
    for (const one of [method].flat()) {
      routes.set(one, [...(routes.get(one) ?? []), url.split("/")]);
    }
  });
  instance.addHook("onRequest", (request, reply, done) => {
    reply.header("vary", "Origin");
    const { origin } = request.headers;
    // Backends send none, and they are who calls most.
    if (origin === undefined || !isForPages(request, closed)) return done();
    const appId = appIdOf(request, open);
    if (appId === undefined) return done();
    // What is no app's is in no memory: it is looked up each time.
    const counted = { policy: "unknown_apps", key: clientAddress(request), appId: null } as const;
    context.limits.floods.requireLeft(counted);
    isAllowed(context, appId, origin).then(
      (verdict) => {
        if (verdict === "no_app") context.limits.floods.note(counted);
        const isOwn = origin === ownOrigin || request.headers["sec-fetch-site"] === "same-origin";
        // A browser asks for no leave within an origin: a proxy of the app's own stands in between.
        if (verdict !== "allowed" && isOwn) return done();
        reply.header("access-control-allow-origin", origin);
        const exposed = isOfOwnApi(request.url) ? own.exposed : exposedHeaders;
        reply.header("access-control-expose-headers", exposed);
        if (isPreflight(request)) return void answerPreflight(request, reply, verdict);
        if (verdict === "allowed") return done();
        if (verdict === "undeclared") refused.note(appId, origin);
        done(originRefusal(origin));
      },
      () => done(),
    );
  });
}

/** Also an address without a route: there a page learns that nothing is there. */
function isForPages(request: FastifyRequest, closed: Routes): boolean {
  if (!isPreflight(request))
    return request.is404 || request.routeOptions.config.route?.forPages === true;
  const asked = request.headers["access-control-request-method"];
  const path = segmentsOf(request.url);
  if (path === null || asked === undefined) return false;
  return !(closed.get(asked) ?? []).some((route) => matches(route, path));
}

/** As the official clients' routes and our own write it. */
const appParameters = new Set([":appId", ":app_id"]);

/** The app that an address names: where its route says, else below /api/apps or /v1/apps. */
function appIdOf(request: FastifyRequest, open: Routes): string | undefined {
  const { method, headers, url } = request;
  const asked = isPreflight(request) ? headers["access-control-request-method"] : method;
  const path = segmentsOf(url);
  if (path === null) return undefined;
  const route = (open.get(asked ?? "") ?? []).find((one) => matches(one, path));
  if (route !== undefined) return path[route.findIndex((part) => appParameters.has(part))];
  const [, root, apps, appId] = path;
  const known = (root === "api" || root === "v1") && apps === "apps";
  return known && path.length > 4 ? appId : undefined;
}

type Verdict = "allowed" | "undeclared" | "no_app";

/** Rejects where that cannot be found out now. */
async function isAllowed(context: HttpContext, appId: string, origin: string): Promise<Verdict> {
  try {
    const { origins } = await context.apps.get(appId);
    return allowsOrigin(origins, origin) ? "allowed" : "undeclared";
  } catch (thrown) {
    if (isGrantryError(thrown, "app_not_found")) return "no_app";
    throw thrown;
  }
}

/** Whether a browser only asks what it may do; no route answers the method OPTIONS. */
function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/** What a page of an undeclared origin is allowed is to hear so, and not to remember it. */
function answerPreflight(
  { url }: FastifyRequest,
  reply: FastifyReply,
  verdict: Verdict,
): FastifyReply {
  const [methods, headers] = isOfOwnApi(url)
    ? [own.methods, own.headers]
    : [allowedMethods, allowedHeaders];
  return reply
    .code(204)
    .header("access-control-allow-methods", functionPath.test(url) ? functionMethods : methods)
    .header("access-control-allow-headers", headers)
    .header("access-control-max-age", String(verdict === "allowed" ? maxAgeSeconds : 0))
    .header("content-length", "0")
    .send();
}
