/** Pages of an invitation: what it is to, and joining with a new account or the one signed in. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import {
  acceptSignedIn,
  acceptWithNewAccount,
  openInvitation,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { invitationPage } from "../pages/invitation.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { placeOf } from "../place.ts";
import { page } from "../route.ts";
import { setSessionCookie } from "../session-cookie.ts";
import { guessedLink, isMendable, sessionOf, toSignIn } from "./page-part.ts";

const linkParams = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/) });
const field = z.string().max(1_024);
/** Both are missing where the person is signed in already. */
const joinForm = z.object({ name: field.default(""), password: field.default("") });

async function show(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { token } = parsed(linkParams, request.params);
  const session = await sessionOf(context, request);
  const open = () => openInvitation(context, new Secret(token), session);
  const invitation = await guessedLink(context, request, open);
  const isThem = session?.operator.email === invitation.email;
  if (invitation.hasAccount && !isThem) return toSignIn(reply, `/invitation/${token}`);
  return sendPage(reply, invitationPage(invitation, "", null));
}

async function join(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { token: text } = parsed(linkParams, request.params);
  const token = new Secret(text);
  const session = await sessionOf(context, request);
  const open = () => openInvitation(context, token, session);
  const invitation = await guessedLink(context, request, open);
  if (invitation.hasAccount && session === undefined) {
    return toSignIn(reply, `/invitation/${text}`);
  }
  const form = parsed(joinForm, request.body ?? {});
  const place = placeOf(request);
  try {
    const opened =
      invitation.hasAccount && session !== undefined
        ? await acceptSignedIn(context, token, { session, password: form.password, place })
        : await acceptWithNewAccount(context, token, { ...form, place });
    if (opened !== null) setSessionCookie(context, reply, opened);
    return redirectWithin(hidden(reply), "/account");
  } catch (thrown) {
    if (!isMendable(reply, thrown)) throw thrown;
    return sendPage(
      reply.code(thrown.status),
      invitationPage(invitation, form.name, thrown.detail),
    );
  }
}

export const invitationPages = [
  page("GET", "/invitation/:token", show),
  page("POST", "/invitation/:token", join),
];
