/** How calls of functions are passed on, on whichever address they come. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import {
  authenticateFunctionCaller,
  callFunction,
  type FunctionCall,
} from "../../service/functions/index.ts";
import { presentedToken } from "../bearer.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";

export const functionMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** What a service token that comes with a call must be allowed. */
export const functionScope = "functions:call";

type Asked = Pick<FastifyRequest, "id" | "ip" | "method" | "headers" | "raw" | "body">;

/** The token that came along; null where none did. Something else in its place is refused. */
export function tokenOf({ headers }: Asked): Secret | null {
  const token = presentedToken(headers);
  if (token !== null || headers.authorization === undefined) return token;
  throw new GrantryError("unauthorized");
}

/** Passes a call on to a function of the app, and its answer back, both while they come. */
export async function forward(
  context: HttpContext,
  request: Asked,
  reply: FastifyReply,
  { appId, path }: { readonly appId: string; readonly path: string },
): Promise<FastifyReply> {
  const gone = abortedWhenGone(reply);
  const { status, headers, body } = await callFunction(context, {
    appId,
    path,
    caller: await authenticateFunctionCaller(context, {
      appId,
      token: tokenOf(request),
      scope: functionScope,
    }),
    address: clientAddress(request),
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
