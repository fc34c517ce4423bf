/** Browsers that fetch an address before anybody asked for it: nothing may be used up for them. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { hidden } from "./pages/page.ts";

/** `Sec-Purpose` is the standard's, the others are what browsers sent before it, and still send. */
const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"] as const;

function looksAhead({ headers }: FastifyRequest): boolean {
  return purposes.some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? "")));
}

/** Every route of the part answers them 503 with nothing; the browser then asks again when it is time. */
export function refuseLookingAhead(part: FastifyInstance): void {
  part.addHook("onRequest", async (request, reply) => {
    if (looksAhead(request)) return hidden(reply).code(503).send();
  });
}
