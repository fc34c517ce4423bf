/** The HTTP edge: the only room that knows Fastify. */
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { GrantryError } from "../lib/error.ts";
import { newRequestId } from "../lib/id.ts";
import { isBoundedJson, jsonBounds } from "../lib/json.ts";
import { logAccess } from "./access-log.ts";
import { registerPagePart } from "./accounts/page-part.ts";
import { basePathOf, requireFree, withoutBasePath } from "./base-path.ts";
import { setOAuthErrors } from "./command-line/routes.ts";
import type { HttpContext } from "./context.ts";
import { registerCors } from "./cors.ts";
import { builtPreloads } from "./dashboard/built-files.ts";
import { builtFolder } from "./dashboard/built-folder.ts";
import { commonHeadersOf, readRest, requireOneHost, setCommonHeaders } from "./edge-rules.ts";
import { logError, refuse, requestError } from "./errors.ts";
import { addRoutes, requireDeclarations } from "./frame.ts";
import { acceptAnyBody } from "./functions/routes.ts";
import { tellWhatIsLeft } from "./limits.ts";
import { meantAddress } from "./meant-address.ts";
import { refusalOf } from "./not-served.ts";
import { asksForPage, sendNothingHere } from "./nothing-here.ts";
import { watchProxies } from "./proxies-in-front.ts";
import { serveConsentPages } from "./public/browser-routes.ts";
import { isOfOwnApi } from "./route.ts";
import { routes, routesByPart } from "./routes.ts";
import { serveLogouts, serveSignals } from "./signals/routes.ts";
import { traceRequests } from "./trace-requests.ts";
import { noSuchOperation } from "./v1/not-found.ts";
import { registerReference } from "./v1/reference.ts";

const bodyBytesMax = 65_536;
/**
 * Of a request's head. Node's own 16 KiB is less than what comes: an address with a long code, the
 * cookies of some consents at once, a user's token and the address of the page it is on.
 */
const headBytesMax = 65_536;
/** In an address as it is sent: the id of a user may have 512 characters, each nine when encoded. */
const idCharactersMax = 8_192;
const requestTimeoutMs = 30_000;
/**
 * How many connections the system keeps for a process that is busy (listen(2), as far as it allows): with
 * Node's 511, of a thousand callers who come at once some wait for seconds, and some are turned away.
 */
export const waitingConnectionsMax = 4_096;
const oauthBodyBytesMax = 4_096;

/** Builds the server; the caller listens and closes. */
export async function buildHttpServer(
  context: HttpContext,
  {
    trustedProxies = [],
    logTokenReads,
    edge,
  }: {
    readonly trustedProxies?: readonly string[];
    /** One of so many token reads that succeed is logged; 0: none. */
    readonly logTokenReads: number;
    readonly edge?: ((http: FastifyInstance) => void) | undefined;
  },
): Promise<FastifyInstance> {
  const basePath = basePathOf(context.publicUrl);
  requireFree(
    basePath,
    routes.map(({ path }) => path),
  );
  const commonHeaders = commonHeadersOf(context.publicUrl);
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
      setCommonHeaders(request, reply, commonHeaders);
      const error = requestError(thrown);
      if (asksForPage(request)) return void sendNothingHere(request, reply, error);
      refuse(reply, context.publicUrl, error);
    },
    // Until a response is complete its connection is kept; then closing ends it.
    forceCloseConnections: "idle",
  });
  instance.decorate("basePath", basePath);
  instance.decorate("draining", { value: false });
  instance.setValidatorCompiler(validatorCompiler);
  instance.setSerializerCompiler(serializerCompiler);
  acceptJson(instance);
  registerReference(instance, context);
  requireDeclarations(instance);
  edge?.(instance);
  registerHooks(instance, context, logTokenReads);
  watchProxies(instance, { publicUrl: context.publicUrl, trustedProxies, log: context.log });
  registerCors(instance, context);
  addRoutes(instance, context, routesByPart.json);
  await serveParts(instance, context);
  // What is wrong with the build is told before anybody asks for a page.
  await builtPreloads(builtFolder, "/", context.log);
  return instance;
}

/** The routes whose parsers, cookies or errors are not those of all others. */
async function serveParts(instance: FastifyInstance, context: HttpContext): Promise<void> {
  const { appUser, account, oauth, pictures, signals, logouts, functions } = routesByPart;
  // No other knows a cookie, or pays for reading any.
  await servePart(instance, (part) => {
    void part.register(cookie);
    addRoutes(part, context, appUser);
    void part.register((pages, _options, done) => {
      serveConsentPages(pages, context);
      done();
    });
  });
  await registerPagePart(instance, context, account);
  await servePart(instance, (part) => {
    void part.register(formbody, { bodyLimit: oauthBodyBytesMax });
    setOAuthErrors(part, context);
    addRoutes(part, context, oauth);
  });
  await servePart(instance, (part) => {
    acceptBytes(part);
    addRoutes(part, context, pictures);
  });
  await servePart(instance, (part) => serveSignals(part, context, signals));
  await servePart(instance, (part) => serveLogouts(part, context, logouts));
  await servePart(instance, (part) => {
    acceptAnyBody(part);
    addRoutes(part, context, functions);
  });
}

async function servePart(
  instance: FastifyInstance,
  serve: (part: FastifyInstance) => void,
): Promise<void> {
  await instance.register((part, _options, done) => {
    serve(part);
    done();
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
      // Its parts are looked at one by one: of bytes alone there can be many.
      if (!isBoundedJson(body)) return done(tooManyParts());
      void parse(request, body, done);
    },
  );
}

function tooManyParts(): GrantryError {
  const { depthMax, valuesMax } = jsonBounds;
  return new GrantryError("invalid_json", {
    detail: `The body nests deeper than ${depthMax} levels or holds more than ${valuesMax} values.`,
  });
}

/** Of whatever type it is said to be: what a picture is, its bytes say. */
function acceptBytes(part: FastifyInstance): void {
  part.removeAllContentTypeParsers();
  part.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

function registerHooks(
  instance: FastifyInstance,
  context: HttpContext,
  logTokenReads: number,
): void {
  traceRequests(instance, context);
  const commonHeaders = commonHeadersOf(context.publicUrl);
  instance.addHook("onRequest", (request, reply, done) => {
    setCommonHeaders(request, reply, commonHeaders);
    requireOneHost(request);
    done();
  });
  instance.addHook("onSend", (request, reply, _payload, done) => {
    tellWhatIsLeft(context, request, reply);
    // A connection that stays open would keep a closing server from ending.
    if (context.closing.aborted || instance.draining.value) reply.header("connection", "close");
    else readRest(request, reply);
    done();
  });
  logAccess(instance, context, logTokenReads);
  instance.setErrorHandler((thrown, request, reply) => {
    const error = requestError(thrown);
    logError(context.log, request, error);
    return refuse(reply, context.publicUrl, error);
  });
  instance.setNotFoundHandler((request, reply) => {
    const { url } = request;
    const error = isOfOwnApi(url) ? noSuchOperation(url, reply) : refusalOf(url);
    request.refusal = error;
    // Another method than the address has is a program's mistake, whoever makes it.
    const isMissing = error.code !== "method_not_allowed";
    if (isMissing && asksForPage(request)) return sendNothingHere(request, reply, error);
    return refuse(reply, context.publicUrl, error);
  });
}
