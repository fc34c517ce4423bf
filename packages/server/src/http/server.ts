/** The HTTP edge: the only room that knows Fastify. */
import cookie from "@fastify/cookie";
import swagger from "@fastify/swagger";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { newRequestId } from "../lib/id.ts";
import type { Log } from "../lib/log.ts";
import { registerCompanyPages } from "./accounts/company-routes.ts";
import { registerDevicePages } from "./accounts/device-routes.ts";
import { registerFactorPages } from "./accounts/factor-routes.ts";
import { registerInvitationPages } from "./accounts/invitation-routes.ts";
import { registerKeyPages } from "./accounts/key-routes.ts";
import { registerResetPages } from "./accounts/reset-routes.ts";
import { registerSignInPages } from "./accounts/sign-in-routes.ts";
import { registerAppUserRoutes } from "./app-user/routes.ts";
import { basePathOf, collectAddresses, requireFree, withoutBasePath } from "./base-path.ts";
import { registerCommandLineRoutes } from "./command-line/routes.ts";
import type { HttpContext } from "./context.ts";
import { registerCors } from "./cors.ts";
import { logError, requestError, sendError } from "./errors.ts";
import { registerFunctionRoutes } from "./functions/routes.ts";
import { meantAddress } from "./meant-address.ts";
import { refusalOf } from "./not-served.ts";
import { registerOperatorRoutes } from "./operator/routes.ts";
import { registerBrowserRoutes } from "./public/browser-routes.ts";
import { registerMetricsRoute } from "./public/metrics-route.ts";
import { registerPublicRoutes } from "./public/routes.ts";
import { registerServiceRoutes } from "./service/routes.ts";
import { registerWorkspaceRoutes } from "./workspace/routes.ts";
import type { ZodInstance } from "./zod-instance.ts";

const bodyBytesMax = 65_536;
/**
 * Of a request's head. Node's own 16 KiB is less than what comes: an address with a long code, the
 * cookies of some consents at once, a user's token and the address of the page it is on.
 */
const headBytesMax = 65_536;
/** In an address as it is sent: the id of a user may have 512 characters, each nine when encoded. */
const idCharactersMax = 8_192;
const requestTimeoutMs = 30_000;

/** Builds the server; the caller listens and closes. */
export async function buildHttpServer(
  context: HttpContext,
  { trustedProxies = [] }: { readonly trustedProxies?: readonly string[] } = {},
): Promise<FastifyInstance> {
  const basePath = basePathOf(context.publicUrl);
  const instance = fastify({
    logger: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    http: { maxHeaderSize: headBytesMax },
    routerOptions: { maxParamLength: idCharactersMax },
    rewriteUrl: ({ url = "/" }) => meantAddress(withoutBasePath(url, basePath)),
    genReqId: (request) => newRequestId(request.headers["x-request-id"]),
    // An address that cannot be read has no route, whose hooks and error handler would answer.
    frameworkErrors: (thrown, request, reply) => {
      setCommonHeaders(request, reply);
      sendError(reply, requestError(thrown));
    },
    // Until a response is complete its connection is kept; then closing ends it.
    forceCloseConnections: "idle",
  }).withTypeProvider<ZodTypeProvider>();
  instance.decorate("basePath", basePath);
  const addresses = collectAddresses(instance);
  instance.setValidatorCompiler(validatorCompiler);
  instance.setSerializerCompiler(serializerCompiler);
  acceptJson(instance);
  await registerOpenApi(instance, context);
  registerHooks(instance, context);
  registerCors(instance, context);
  registerServiceRoutes(instance, context);
  registerOperatorRoutes(instance, context);
  registerWorkspaceRoutes(instance, context);
  registerPublicRoutes(instance, context);
  registerMetricsRoute(instance, context);
  await registerCookieRoutes(instance, context);
  await registerSignInPages(instance, context);
  await registerFactorPages(instance, context);
  await registerResetPages(instance, context);
  await registerCompanyPages(instance, context);
  await registerKeyPages(instance, context);
  await registerDevicePages(instance, context);
  await registerInvitationPages(instance, context);
  await registerCommandLineRoutes(instance, context);
  await registerFunctionRoutes(instance, context);
  requireFree(basePath, addresses);
  return instance;
}

/** The routes of browsers. The others know no cookie, and do not pay for reading any. */
async function registerCookieRoutes(instance: ZodInstance, context: HttpContext): Promise<void> {
  await instance.register((part: ZodInstance, _options, done) => {
    void part.register(cookie);
    registerAppUserRoutes(part, context);
    registerBrowserRoutes(part, context).then(() => done(), done);
  });
}

/** JSON and nothing else; the official SDK announces it and sends nothing. */
function acceptJson(instance: FastifyInstance): void {
  instance.removeContentTypeParser("text/plain");
  const parse = instance.getDefaultJsonParser("error", "error");
  instance.addContentTypeParser<string>(
    "application/json",
    { parseAs: "string" },
    (request, body, done) => {
      if (body === "") return done(null, undefined);
      void parse(request, body, done);
    },
  );
}

async function registerOpenApi(instance: ZodInstance, context: HttpContext): Promise<void> {
  await instance.register(swagger, {
    openapi: {
      info: {
        title: "Grantry",
        description: "An open connectors server: connect an account, get a token that works.",
        version: "0.1.0",
      },
      servers: [{ url: context.publicUrl }],
    },
    transform: jsonSchemaTransform,
  });
}

function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id);
  reply.header("x-content-type-options", "nosniff");
  // What may be cached says so in its handler.
  reply.header("cache-control", "no-store");
}

function logResponses(instance: ZodInstance, log: Log): void {
  instance.addHook("onResponse", (request, reply, done) => {
    // The route's pattern, never its address: links and codes stand there.
    const { url: route } = request.routeOptions;
    const { statusCode: status, elapsedTime } = reply;
    log.debug(
      { requestId: request.id, method: request.method, route, status, ms: Math.round(elapsedTime) },
      "request",
    );
    done();
  });
}

function registerHooks(instance: FastifyInstance, context: HttpContext): void {
  instance.addHook("onRequest", (request, reply, done) => {
    setCommonHeaders(request, reply);
    done();
  });
  instance.addHook("onSend", (_request, reply, _payload, done) => {
    // A connection that stays open would keep a closing server from ending.
    if (context.closing.aborted) reply.header("connection", "close");
    done();
  });
  if (context.log.isLevelEnabled("debug")) logResponses(instance, context.log);
  instance.setErrorHandler((thrown, request, reply) => {
    const error = requestError(thrown);
    logError(context.log, request, error);
    return sendError(reply, error);
  });
  instance.setNotFoundHandler(({ url }, reply) => sendError(reply, refusalOf(url)));
}
