/** The functions gateway. A scope of its own: bodies of any type pass through as they arrive. */
import { Readable } from "node:stream";
import {
  functionParams,
  functionPathParams,
  namelessFunctionParams,
} from "@grantry/contract/functions";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
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
import { route } from "../route.ts";

const base = "/api/apps/:appId/functions";
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** What a service token that comes with a call must be allowed. */
const permission = "functions:call";

/** Bodies of any type, unread; the rule of all other routes, JSON and nothing else, stays theirs. */
export function acceptAnyBody(part: FastifyInstance): void {
  part.removeAllContentTypeParsers();
  part.addContentTypeParser("*", (_request, body, parsed) => parsed(null, body));
}

export const functionRoutes = [
  route({
    method: "POST",
    path: `${base}/:name`,
    for: "anybody",
    permission,
    summary: "Call a backend function of the app, for its signed-in user or for a visitor",
    params: functionParams,
    answer: z.unknown(),
    handler: (context, _anybody, request, reply) => {
      const { appId, name: path } = request.params;
      return forward(context, request, reply, { appId, path, token: tokenOf(request) });
    },
  }),
  /** The same by every method, and for paths below a function: one text describes them all. */
  route({
    method: methods,
    path: `${base}/*`,
    for: "anybody",
    permission,
    hidden: true,
    params: functionPathParams,
    handler: (context, _anybody, request, reply) => {
      const { appId, "*": path } = request.params;
      return forward(context, request, reply, { appId, path, token: tokenOf(request) });
    },
  }),
  /** Where the official client's `functions.fetch` calls. */
  route({
    method: methods,
    path: "/api/functions/*",
    for: "anybody",
    permission,
    hidden: true,
    params: namelessFunctionParams,
    handler: (context, _anybody, request, reply) => {
      const token = tokenOf(request);
      const named = request.headers["x-app-id"];
      const appId = appOfCall(context, typeof named === "string" ? named : undefined, token);
      return forward(context, request, reply, { appId, path: request.params["*"], token });
    },
  }),
];

type Asked = Pick<FastifyRequest, "id" | "method" | "headers" | "raw" | "body">;

/** The token that came along; null where none did. Something else in its place is refused. */
function tokenOf({ headers }: Asked): Secret | null {
  const token = presentedToken(headers);
  if (token !== null || headers.authorization === undefined) return token;
  throw new GrantryError("unauthorized");
}

interface Target {
  readonly appId: string;
  readonly path: string;
  readonly token: Secret | null;
}

async function forward(
  context: HttpContext,
  request: Asked,
  reply: FastifyReply,
  { appId, path, token }: Target,
): Promise<FastifyReply> {
  const gone = abortedWhenGone(reply);
  const { status, headers, body } = await callFunction(context, {
    appId,
    path,
    caller: await authenticateFunctionCaller(context, { appId, token, scope: permission }),
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

function queryOf({ raw }: Asked): string {
  const { url = "" } = raw;
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at);
}

function bodyOf({ body, headers }: Asked): Readable | null {
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
