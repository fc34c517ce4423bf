/** An address of `/v1` that has no operation, or not this one. */
import type { FastifyReply } from "fastify";
import { GrantryError } from "../../lib/error.ts";
import { matches, segmentsOf } from "../address-match.ts";
import { ownRoutes } from "./routes.ts";

/** route_not_found; or method_not_allowed, with `Allow`, where the address has others (RFC 9110 section 15.5.6). */
export function noSuchOperation(url: string, reply: FastifyReply): GrantryError {
  const path = segmentsOf(url) ?? [];
  const methods = ownRoutes
    .filter((route) => matches(route.path.split("/"), path))
    .flatMap(({ method }) => method)
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  if (methods.length === 0) return new GrantryError("route_not_found");
  reply.header("allow", [...new Set(methods)].join(", "));
  return new GrantryError("method_not_allowed");
}
