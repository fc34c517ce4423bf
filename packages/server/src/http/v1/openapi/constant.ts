/** Answers that are the same for everybody until the server is updated: made once, and cached for a while. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { entityTag, sendUnlessKnown } from "../../entity-tag.ts";

export interface Constant {
  readonly text: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Seconds: an update of the server is seen after this at the latest, and a page costs nothing until then. */
const freshSeconds = 300;

/** A text with its entity tag. */
export function constant(text: string, headers: Readonly<Record<string, string>>): Constant {
  return { text, etag: entityTag(text), headers };
}

/** What `make` makes, when it is first asked for. */
export function madeOnce<Value>(make: () => Value): () => Value {
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
  void reply.headers(headers).header("cache-control", `public, max-age=${freshSeconds}`);
  return sendUnlessKnown(request, reply, { etag, content: text });
}
