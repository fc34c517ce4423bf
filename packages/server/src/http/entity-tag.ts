/** Entity tags of what is read (RFC 9110, 8.8.3): whoever has it already is told so, and gets it no second time. */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Of exactly these bytes. */
export function entityTag(content: string | Uint8Array): string {
  return `"${createHash("sha256").update(content).digest("base64url")}"`;
}

/** Answers it with its tag, or 304 where `If-None-Match` has that tag or any (RFC 9110, 13.1.2). */
export function sendUnlessKnown(
  { headers }: Pick<FastifyRequest, "headers">,
  reply: FastifyReply,
  { etag, content }: { readonly etag: string; readonly content: string | Uint8Array },
): FastifyReply {
  void reply.header("etag", etag);
  const known = (headers["if-none-match"] ?? "")
    .split(",")
    .map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(etag) || known.includes("*") ? reply.code(304).send() : reply.send(content);
}
