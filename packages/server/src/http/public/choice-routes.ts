/** The page on which a person chooses what of a grant is connected. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { decideChoice, seeChoice } from "../../service/connect/index.ts";
import type { HttpContext } from "../context.ts";
import { choicePath } from "../pages/choice.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { guessed } from "./guessed.ts";
import { sendSeen } from "./seen.ts";

const params = z.object({ authorizationId: z.string().min(1).max(128) });
const body = z.object({
  decision: z.enum(["continue", "cancel"]),
  token: z.string().min(1).max(128),
  /** Left out where nothing was picked. */
  offer: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional(),
});
const path = choicePath(":authorizationId");

async function show(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { authorizationId } = parsed(params, request.params);
  return sendSeen(context, reply, await seeChoice(context, authorizationId, request.cookies));
}

async function choose(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { authorizationId } = parsed(params, request.params);
  const { decision, token, offer } = parsed(body, request.body);
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw new GrantryError("browser_mismatch");
  const chosen = {
    authorizationId,
    token,
    offer: offer === undefined ? null : Number(offer),
    cancelled: decision === "cancel",
  };
  return sendSeen(context, reply, await decideChoice(context, chosen, request.cookies));
}

export const choicePages = [page("GET", path, guessed(show)), page("POST", path, guessed(choose))];
