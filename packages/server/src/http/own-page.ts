/** Whether a request was sent by a page of our own: what keeps other sites from using a session. */
import type { FastifyRequest } from "fastify";
import type { HttpContext } from "./context.ts";

/**
 * By `Sec-Fetch-Site`, which no page can forge; by `Origin` for browsers without it. A page of ours
 * sends `Origin: null` with its forms, because it tells nobody where it is.
 */
export function comesFromOwnPage(
  { publicUrl }: Pick<HttpContext, "publicUrl">,
  headers: FastifyRequest["headers"],
): boolean {
  const own = new URL(publicUrl).origin;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  if (origin !== undefined && origin !== "null" && origin !== own) return false;
  return site === undefined ? origin === own : site === "same-origin";
}
