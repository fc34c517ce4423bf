/** Browsers that fetch an address before anybody asked for it: nothing may be used up for them. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { hidden } from "./pages/page.ts";

/** `Sec-Purpose` is the standard's, the others are what browsers sent before it, and still send. */
const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"] as const;

function looksAhead({ headers }: FastifyRequest): boolean {
  return purposes.some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? "")));
}

/**
 * Whether a browser says that a person has gone to the address in a window of its own (Fetch Metadata). What reads a
 * message's links says nothing, nor do browsers before 2023.
 */
export function isShownTo({ headers }: Pick<FastifyRequest, "headers">): boolean {
  return headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

/** Every route of the part answers them 503 with nothing; the browser then asks again when it is time. */
export function refuseLookingAhead(part: FastifyInstance): void {
  part.addHook("onRequest", async (request, reply) => {
    if (looksAhead(request)) return hidden(reply).code(503).send();
  });
}
