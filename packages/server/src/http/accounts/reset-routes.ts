/** Pages of a link that sets a new password. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import { openPasswordReset, resetPassword } from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { passwordResetPage } from "../pages/password-reset.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { clearSessionCookie } from "../session-cookie.ts";
import { guessedLink, isMendable } from "./page-part.ts";
import { leave } from "./sign-in-routes.ts";

const linkParams = z.object({ token: z.string().min(1).max(128) });
const passwordForm = z.object({ password: z.string().max(1_024) });

async function show(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { token } = parsed(linkParams, request.params);
  return sendPage(reply, passwordResetPage(await open(context, request, new Secret(token)), null));
}

function open(context: HttpContext, request: FastifyRequest, token: Secret) {
  return guessedLink(context, request, () => openPasswordReset(context, token));
}

async function reset(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { token: text } = parsed(linkParams, request.params);
  const token = new Secret(text);
  const opened = await open(context, request, token);
  try {
    await resetPassword(context, token, parsed(passwordForm, request.body));
  } catch (thrown) {
    if (!isMendable(reply, thrown)) throw thrown;
    return sendPage(reply.code(thrown.status), passwordResetPage(opened, thrown.detail));
  }
  // Whoever is signed in here, perhaps as somebody else, signs in anew.
  await leave(context, request);
  clearSessionCookie(context, reply);
  return redirectWithin(hidden(reply), "/sign-in");
}

export const resetPages = [
  page("GET", "/password-reset/:token", show),
  page("POST", "/password-reset/:token", reset),
];
