/** The functions gateway. A scope of its own: bodies of any type pass through as they arrive. */
import { Readable } from "node:stream";
import { errorBody } from "@grantry/contract/common";
import {
  functionParams,
  functionPathParams,
  namelessFunctionParams,
} from "@grantry/contract/functions";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import {
  appOfCall,
  authenticateFunctionCaller,
  callFunction,
  type FunctionCall,
} from "../../service/functions/index.ts";
import { presentedToken } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import { forPages } from "../cors.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/apps/:appId/functions";
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Registers the scope; the rule of all other routes, JSON and nothing else, stays theirs. */
export async function registerFunctionRoutes(
  instance: ZodInstance,
  context: HttpContext,
): Promise<void> {
  await instance.register((scope: ZodInstance, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, body, parsed) => parsed(null, body));
    registerNamed(scope, context);
    registerAnyMethod(scope, context);
    registerNameless(scope, context);
    done();
  });
}

function registerNamed(scope: ZodInstance, context: HttpContext): void {
  scope.post(
    `${base}/:name`,
    {
      config: forPages,
      schema: {
        tags: ["functions"],
        summary: "Call a backend function of the app, for its signed-in user or for a visitor",
        params: functionParams,
        response: { 200: z.unknown(), "4xx": errorBody, "5xx": errorBody },
      },
    },
    async (request, reply) => {
      const { appId, name: path } = request.params;
      return await forward(context, request, reply, { appId, path, token: tokenOf(request) });
    },
  );
}

/** The same by every method, and for paths below a function: one text describes them all. */
function registerAnyMethod(scope: ZodInstance, context: HttpContext): void {
  scope.route({
    method: [...methods],
    url: `${base}/*`,
    exposeHeadRoute: false,
    config: forPages,
    schema: { hide: true, params: functionPathParams },
    handler: async (request, reply) => {
      const { appId, "*": path } = request.params;
      return await forward(context, request, reply, { appId, path, token: tokenOf(request) });
    },
  });
}

/** Where the official client's `functions.fetch` calls. */
function registerNameless(scope: ZodInstance, context: HttpContext): void {
  scope.route({
    method: [...methods],
    url: "/api/functions/*",
    exposeHeadRoute: false,
    config: forPages,
    schema: { hide: true, params: namelessFunctionParams },
    handler: async (request, reply) => {
      const token = tokenOf(request);
      const named = request.headers["x-app-id"];
      const appId = appOfCall(context, typeof named === "string" ? named : undefined, token);
      return await forward(context, request, reply, { appId, path: request.params["*"], token });
    },
  });
}

/** The token that came along; null where none did. Something else in its place is refused. */
function tokenOf({ headers }: FastifyRequest): Secret | null {
  const token = presentedToken(headers);
  if (token !== null || headers.authorization === undefined) return token;
  throw new GrantryError("unauthorized", { detail: "Unauthorized" });
}

interface Target {
  readonly appId: string;
  readonly path: string;
  readonly token: Secret | null;
}

async function forward(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { appId, path, token }: Target,
): Promise<FastifyReply> {
  const gone = abortedWhenGone(reply);
  const { status, headers, body } = await callFunction(context, {
    appId,
    path,
    caller: await authenticateFunctionCaller(context, appId, token),
    // The route takes no other.
    method: request.method as FunctionCall["method"],
    query: queryOf(request),
    headers: request.headers,
    body: bodyOf(request),
    requestId: request.id,
    signal: gone,
  });
  // The head goes out at once: a reader of events waits for it before the first one comes.
  reply.raw.once("pipe", () => reply.raw.flushHeaders());
  return reply.code(status).headers(headers).send(body);
}

function queryOf({ raw }: FastifyRequest): string {
  const { url = "" } = raw;
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at);
}

function bodyOf({ body, headers }: FastifyRequest): Readable | null {
  const isSent =
    headers["transfer-encoding"] !== undefined || Number(headers["content-length"]) > 0;
  return isSent && body instanceof Readable ? body : null;
}

/** Aborts when the connection ends before the answer does. */
function abortedWhenGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
