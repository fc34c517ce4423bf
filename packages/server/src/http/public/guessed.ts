/** Links and states of consents: a wrong one is refused as such, and after some as one of too many. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { isGrantryError } from "../../lib/error.ts";
import { addressLimits } from "../../service/limits/index.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";

/**
 * Of one address in a quarter of an hour. A link that is over is opened again by who finds it in a mail or goes back: an
 * office has dozens of those.
 */
export const wrongConsentLinksMax = 300;

type Handler = (context: HttpContext, request: FastifyRequest, reply: FastifyReply) => unknown;

/** The same handler; what belongs to no consent is refused as a guess where too much of the address did not. */
export function guessed(handler: Handler): Handler {
  return (context, request, reply) =>
    context.defences.guessing(
      context,
      addressLimits("consent", clientAddress(request), wrongConsentLinksMax),
      {
        work: async () => await handler(context, request, reply),
        isWrong: (thrown) => codes.some((code) => isGrantryError(thrown, code)),
      },
    );
}

const codes = ["connect_link_invalid", "reconnect_link_invalid", "state_invalid"] as const;
