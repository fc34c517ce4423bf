/** Answers that are the same for everybody until the server is updated: made once, and cached for a while. */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

export interface Constant {
  readonly text: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Seconds: an update of the server is seen after this at the latest, and a page costs nothing until then. */
const freshSeconds = 300;

/** A text with its entity tag (RFC 9110, 8.8.3). */
export function constant(text: string, headers: Readonly<Record<string, string>>): Constant {
  const hash = createHash("sha256").update(text).digest("base64url");
  return { text, etag: `"${hash}"`, headers };
}

/** What `make` makes, when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Answers it, or that the caller has it already (304). */
export function sendConstant(
  request: Pick<FastifyRequest, "headers">,
  reply: FastifyReply,
  { text, etag, headers }: Constant,
): FastifyReply {
  void reply
    .headers(headers)
    .header("etag", etag)
    .header("cache-control", `public, max-age=${freshSeconds}`);
  const known = (request.headers["if-none-match"] ?? "")
    .split(",")
    .map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(etag) || known.includes("*")) return reply.code(304).send();
  return reply.send(text);
}
