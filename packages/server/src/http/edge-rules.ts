/** What holds for every request and every answer, whatever its route is. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { GrantryError } from "../lib/error.ts";

/** Headers that every answer has. What may be cached says so in its handler. */
export type CommonHeaders = Readonly<Record<string, string>>;

/** A year, as long as browsers' preload lists want it (RFC 6797 section 6.1.1). */
const httpsOnlySeconds = 31_536_000;

export function commonHeadersOf(publicUrl: string): CommonHeaders {
  return {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...(isOnlyHttps(publicUrl)
      ? { "strict-transport-security": `max-age=${httpsOnlySeconds}` }
      : {}),
  };
}

/** Other servers on a developer's machine share the name `localhost`, and are not all https. */
function isOnlyHttps(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "https:" && !/(?:^|\.)localhost$/.test(hostname);
}

export function setCommonHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  headers: CommonHeaders,
): void {
  reply.header("x-request-id", request.id);
  reply.headers(headers);
}

/**
 * Throws bad_request for a second `Host` (RFC 9112 section 3.2): a proxy may have judged the one that this
 * server does not see. Node itself refuses a request by HTTP/1.1 without any.
 */
export function requireOneHost({ raw: { rawHeaders } }: FastifyRequest): void {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  if (hosts < 2) return;
  throw new GrantryError("bad_request", {
    detail: `The request has ${hosts} Host headers and must have one.`,
  });
}

/** As much as a proxy lets through for the largest body that a route takes, and some more. */
const restBytesMax = 33_554_432;

/**
 * Has the rest of a body that was refused as too large read and thrown away, where it says that it is not endless. Else the
 * connection would end while the caller still sends: many a proxy then loses the answer, and tells its caller that the server is away.
 */
export function readRest({ raw, headers }: FastifyRequest, reply: FastifyReply): void {
  if (reply.statusCode !== 413 || raw.complete) return;
  if (!(Number(headers["content-length"]) <= restBytesMax)) return;
  reply.removeHeader("connection");
  raw.resume();
}
