/** `Idempotency-Key` on what creates: the same call again has the same answer, and creates nothing. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { answerOnce } from "../../service/idempotency/index.ts";
import type { HttpContext } from "../context.ts";
import type { Route } from "../route.ts";
import { callerOf } from "./caller.ts";
import { invalidRequest } from "./request.ts";
import { within } from "./within.ts";

/** Whether a call of an operation may be sent again with a key: the operations that create. */
export function takesIdempotencyKey({
  status,
  repeatable,
}: Pick<Route, "status" | "repeatable">): boolean {
  return status === 201 && repeatable !== true;
}

/** The key of a call, or undefined. Throws bad_request for one that cannot be one. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, "headers">): string | undefined {
  const key = headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key === "string" && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const detail = "It must be 1 to 255 visible ASCII characters.";
  throw invalidRequest([{ in: "header", name: "idempotency-key", code: "invalid", detail }]);
}

/** Calls the route's handler once for this key; the answer says where it is of an earlier call. */
export async function handleOnce(
  context: HttpContext,
  route: Route,
  call: { readonly key: string; readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<unknown> {
  const { key, request, reply } = call;
  const scope = [callerOf(request), route.operationId ?? "", JSON.stringify(request.params)];
  const { answerSeconds } = route;
  const asked = { scope, key, body: request.body, answerSeconds };
  const answered = await answerOnce(context, asked, async (store) => {
    // The transaction may have been undone and begun again.
    reply.code(201).removeHeader("set-cookie");
    const inside = { ...context, ...within(context, store) };
    const body = await route.handler(inside, request.principal, request, reply);
    const { statusCode: status } = reply;
    return { body, status, cookies: cookiesOf(reply), isKept: status === 201 };
  });
  if (answered.replayed) {
    reply.header("idempotency-replayed", "true");
    // Cookies are set for pages of ours alone, as they were at first.
    const isOwn = request.headers.origin === new URL(context.publicUrl).origin;
    if (isOwn) for (const cookie of answered.cookies) reply.header("set-cookie", cookie);
  }
  reply.code(answered.status);
  return answered.body;
}

function cookiesOf(reply: FastifyReply): string[] {
  const set = reply.getHeader("set-cookie") ?? [];
  return [set].flat().map(String);
}
