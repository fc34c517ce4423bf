/** `GET /metrics`, for Prometheus. Whoever may not read it sees an address that does not exist. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { mayReadMetrics } from "../../service/upkeep/index.ts";
import { presentedToken } from "../bearer.ts";
import { route } from "../route.ts";

/** What proxies add to a request that they pass on. */
const forwardingHeader = /^(forwarded|via|x-real-ip|x-forwarded-.+|cf-connecting-ip)$/;

export const metricsRoute = route({
  method: "GET",
  path: "/metrics",
  for: "public",
  limits: { none: "Only Prometheus gets an answer, and nobody else costs anything." },
  summary: "The numbers of this process, for Prometheus: with the configured token, or from here",
  produces: "text/plain",
  answer: z.string(),
  refusal: null,
  handler: async (context, _nobody, request, reply) => {
    if (!mayReadMetrics(context, readerOf(request))) throw new GrantryError("route_not_found");
    const { contentType, body } = await context.metrics.render();
    return reply.type(contentType).send(body);
  },
});

function readerOf({
  headers,
  socket,
  hostname,
}: Pick<FastifyRequest, "headers" | "socket" | "hostname">) {
  return {
    token: presentedToken(headers),
    // A connection that is gone already has no address.
    address: socket.remoteAddress ?? "",
    host: hostname,
    isForwarded: Object.keys(headers).some((name) => forwardingHeader.test(name)),
  };
}
