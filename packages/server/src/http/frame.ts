/**
 * Serves what route.ts declares. Of every request that needs a credential, in this order: the address is
 * read, the principal found and their permission checked; then the body is read. Who may not call hears
 * nothing of what they sent.
 */
import { errorBody } from "@grantry/contract/base44/common";
import type {
  FastifyInstance,
  FastifyRequest,
  onRequestHookHandler,
  preHandlerAsyncHookHandler,
  RouteOptions,
} from "fastify";
import { validatorCompiler } from "fastify-type-provider-zod";
import { runFrom } from "../lib/origin.ts";
import {
  authorizeInWorkspace,
  type Operator,
  type Permission,
  requireSession,
} from "../service/accounts/index.ts";
import { authenticateBackend, type ServiceScope } from "../service/app-users/index.ts";
import {
  backendForUser,
  presentedBackend,
  requireAppOperator,
  requireAppUser,
  requireCallingPerson,
  requireCallingServerOperator,
  requireOperator,
  requireOperatorAnywhere,
  requireWorkspaceOperator,
} from "./bearer.ts";
import { compiledSerializer } from "./compiled-serializer.ts";
import type { HttpContext } from "./context.ts";
import { addressError } from "./errors.ts";
import { type RouteLimits, routeLimits } from "./limits.ts";
import {
  isDeclared,
  isOfOperators,
  isOfOwnApi,
  namesApp,
  namesWorkspace,
  type Route,
} from "./route.ts";
import { handleVersioned } from "./v1/etag.ts";
import { faultsOf } from "./v1/faults.ts";
import { handleOnce, idempotencyKeyOf, takesIdempotencyKey } from "./v1/idempotency.ts";
import {
  invalidRequest,
  readRequest,
  refuseKeyBesideSession,
  refuseOtherCredentials,
} from "./v1/request.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    readonly route?: Route;
  }
  interface FastifyRequest {
    /** Who calls, as the route's declaration says; null where it needs nobody. */
    principal: unknown;
  }
}

/** Refuses, with an exception at start, every route that was not declared. Before any route is added. */
export function requireDeclarations(instance: FastifyInstance): void {
  instance.decorateRequest("principal", null);
  instance.decorateRequest("counted", null);
  instance.decorateRequest("refusal", null);
  instance.decorateRequest("span", null);
  instance.decorateRequest("presented", undefined);
  instance.addHook("onRoute", ({ method, url, config }) => {
    if (isDeclared(config?.route)) return;
    throw new TypeError(`${method} ${url}: a route is declared with route() of http/route.ts.`);
  });
}

/** Serves the routes in this part of the server, whose parsers and error handler are theirs. */
export function addRoutes(
  instance: FastifyInstance,
  context: HttpContext,
  routes: readonly Route[],
): void {
  for (const route of routes) instance.route(optionsOf(context, route));
}

function optionsOf(context: HttpContext, route: Route): RouteOptions {
  const { method, path, bodyLimit, hot, workspaceOf, version } = route;
  const find = finderOf(context, route);
  const limits = routeLimits(context, route);
  const handler = provesCaller(route) ? proving(route.handler, limits) : route.handler;
  const own = isOfOwnApi(path);
  const takesKey = own && takesIdempotencyKey(route);
  return {
    method: [method].flat(),
    url: path,
    config: { route },
    schema: schemaOf(route),
    // Link previews and mail scanners use HEAD: of a page it must not consume anything.
    exposeHeadRoute: typeof method === "string" && route.for !== "browser",
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    ...(hot === true ? { serializerCompiler: compiledSerializer } : {}),
    ...(find === null
      ? { onRequest: limitOnly(limits) }
      : { onRequest: check(context, route, find, limits), validatorCompiler: allButParams }),
    ...(own ? { preValidation: readRequest(route), validatorCompiler: () => () => true } : {}),
    ...(workspaceOf === null ? {} : { preHandler: checkInWorkspace(context, route, workspaceOf) }),
    handler: (request, reply) =>
      runFrom(request, () => {
        if (route.status !== undefined) reply.code(route.status);
        const key = takesKey ? idempotencyKeyOf(request) : undefined;
        if (key !== undefined) return handleOnce(context, route, { key, request, reply });
        if (version !== undefined) {
          return handleVersioned(context, { ...route, version }, request, reply);
        }
        return handler(context, request.principal, request, reply);
      }),
  };
}

/** What finds the principal of a request whose address was read. */
type Find = (request: FastifyRequest) => unknown;

/** What an address may name: the declaration's `params` have read it. */
interface Named {
  readonly appId: string;
  readonly workspaceId: string;
}
const named = ({ params }: FastifyRequest) => params as Named;

function finderOf(context: HttpContext, route: Route): Find | null {
  // The types of the declaration say so.
  const scope = route.permission as ServiceScope;
  switch (route.for) {
    case "public":
    case "proof_in_body":
    case "anybody":
    case "browser":
      return null;
    case "app_user":
      return (request) =>
        requireAppUser(context, named(request).appId, request.headers, route.whileFrozen === true);
    case "backend":
      return (request) => presentedBackend(named(request).appId, request.headers, scope);
    case "backend_for_user":
      return (request) => backendForUser(named(request).appId, request.headers, scope);
    case "verified_backend":
      return async (request) =>
        await authenticateBackend(
          context,
          presentedBackend(named(request).appId, request.headers, scope),
          route.whileFrozen === true,
        );
    case "person":
      return ({ headers }) => requireCallingPerson(context, headers);
    case "signed_in":
      return async ({ headers }) => requireSession(await requireCallingPerson(context, headers));
    case "server_operator":
      return ({ headers }) => requireCallingServerOperator(context, headers);
    case "operator":
      return operatorFinder(context, route);
  }
}

function operatorFinder(context: HttpContext, route: Route): Find {
  const { path, workspaceOf } = route;
  const permission = route.permission as Permission | null;
  if (permission === null || workspaceOf !== null) {
    return ({ headers }) => requireOperator(context, headers);
  }
  if (namesWorkspace(path)) {
    return (request) =>
      requireWorkspaceOperator(context, named(request).workspaceId, request.headers, permission);
  }
  if (namesApp(path)) {
    return (request) =>
      requireAppOperator(context, named(request).appId, request.headers, permission);
  }
  return ({ headers }) => requireOperatorAnywhere(context, headers, permission);
}

/** Whether it is the use case that finds out who calls. */
const provesCaller = ({ for: principal }: Route): boolean =>
  ["backend", "backend_for_user", "anybody"].includes(principal);

/** The handler, with a note of whether the credential that came along was right. */
function proving(handler: Route["handler"], limits: RouteLimits): Route["handler"] {
  return async (context, principal, request, reply) => {
    try {
      const answer = await handler(context, principal, request, reply);
      limits.accepted(request);
      return answer;
    } catch (thrown) {
      await limits.refused(request, thrown);
      throw thrown;
    }
  };
}

function limitOnly(limits: RouteLimits): onRequestHookHandler {
  return (request, _reply, done) => {
    limits.before(request);
    done();
  };
}

/** A backend is found without waiting: the read of a token waits once, for the database. */
function check(
  context: HttpContext,
  route: Route,
  find: Find,
  limits: RouteLimits,
): onRequestHookHandler {
  const { params, path } = route;
  const own = isOfOwnApi(path);
  const takesSession = own && isOfOperators(route);
  return (request, _reply, done) => {
    if (own) refuseOtherCredentials(request);
    if (takesSession) refuseKeyBesideSession(context, request);
    if (params !== undefined) {
      const read = params.safeParse(request.params);
      if (!read.success) {
        throw own
          ? invalidRequest(
              faultsOf({ part: "path", schema: params, given: request.params }, read.error),
            )
          : addressError(read.error);
      }
      request.params = read.data;
    }
    limits.before(request);
    const found = runFrom(request, () => find(request));
    if (!(found instanceof Promise)) {
      request.principal = found;
      return done();
    }
    found
      .then(
        (principal: unknown) => {
          request.principal = principal;
          limits.accepted(request);
          limits.known(request);
        },
        async (thrown: unknown) => {
          await limits.refused(request, thrown);
          throw thrown;
        },
      )
      .then(() => done(), done);
  };
}

/** `check` has read the address. */
const allButParams: NonNullable<RouteOptions["validatorCompiler"]> = (part) =>
  part.httpPart === "params" ? () => true : validatorCompiler(part as never);

function checkInWorkspace(
  context: HttpContext,
  route: Route,
  workspaceOf: NonNullable<Route["workspaceOf"]>,
): preHandlerAsyncHookHandler {
  const permission = route.permission as Permission | null;
  return async (request) => {
    const caller = request.principal as Operator;
    const workspaceId = await workspaceOf(context, caller, request.body);
    if (permission === null) throw new TypeError("A route in a workspace needs a permission.");
    request.principal = await runFrom(request, () =>
      authorizeInWorkspace(context, caller, workspaceId, permission),
    );
  };
}

/** What Fastify is told of a route. Of our own API only what it needs to answer: its requests are read by v1/request.ts. */
function schemaOf(route: Route) {
  if (isOfOwnApi(route.path)) {
    const { answer, status = 200, mayMakeNothing } = route;
    const answered = mayMakeNothing !== undefined ? [200, status] : [status];
    const response = answered.flatMap((one) => (answer === undefined ? [] : [[one, answer]]));
    return { response: Object.fromEntries(response) };
  }
  const { params, query: querystring, body } = route;
  // Fastify takes a member that is undefined for a schema.
  const given = Object.entries({ params, querystring, body }).filter(
    ([, one]) => one !== undefined,
  );
  return {
    ...Object.fromEntries(given),
    response: route.hidden === true ? {} : responsesOf(route),
  };
}

function responsesOf(route: Route) {
  const { for: principal, answer, refusal = errorBody } = route;
  return {
    ...(answer === undefined ? {} : { 200: answer }),
    ...(refusal === null ? {} : { "4xx": refusal }),
    // Of the function behind it, too.
    ...(principal === "anybody" ? { "5xx": errorBody } : {}),
  };
}
