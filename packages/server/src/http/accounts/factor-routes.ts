/** Pages: change the password, set up or take away a second factor. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import type { OperatorSession } from "../../service/accounts/index.ts";
import {
  beginTotp,
  changePassword,
  confirmTotp,
  endTotp,
  hasSecondFactor,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { keepDevice } from "../device-cookie.ts";
import {
  passwordPage,
  recoveryPage,
  secondFactorPage,
  totpAgainPage,
  totpPage,
} from "../pages/factors.ts";
import { hidden, type Page, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { placeOf } from "../place.ts";
import { page, type Route } from "../route.ts";
import { setSessionCookie } from "../session-cookie.ts";
import { isMendable, sessionOf, toSignIn } from "./page-part.ts";

const field = z.string().max(1_024);
const passwordForm = z.object({ current: field, password: field });
const codeForm = z.object({ code: field });
const endForm = z.object({ password: field, code: field });

type Handler = (
  context: HttpContext,
  session: OperatorSession,
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
) => Promise<FastifyReply>;

/** A page of whoever is signed in. */
function ownPage(method: "GET" | "POST", path: string, handler: Handler): Route {
  return page(method, path, async (context, request, reply) => {
    const session = await sessionOf(context, request);
    return session === undefined
      ? toSignIn(reply, "/account")
      : await handler(context, session, { request, reply });
  });
}

const changeOwnPassword: Handler = async (context, session, { request, reply }) => {
  const form = parsed(passwordForm, request.body);
  return await orAgain(reply, passwordPage, async () => {
    setSessionCookie(
      context,
      reply,
      await changePassword(context, session, { ...form, place: placeOf(request) }),
    );
    await keepDevice(context, { request, reply }, session.operator.operatorId);
    return redirectWithin(hidden(reply), "/account");
  });
};

const begin: Handler = async (context, session, { reply }) => {
  // One that is in force must be taken away first, with its code.
  if (await hasSecondFactor(context, session)) throw new GrantryError("bad_request");
  const secret = await beginTotp(context, session);
  return sendPage(reply, totpPage(session, secret.reveal()));
};

const confirm: Handler = async (context, session, { request, reply }) => {
  const { code } = parsed(codeForm, request.body);
  if (await hasSecondFactor(context, session)) throw new GrantryError("bad_request");
  return await orAgain(reply, totpAgainPage, async () => {
    const codes = await confirmTotp(context, session, code);
    return sendPage(reply, recoveryPage(codes.map((one) => one.reveal())));
  });
};

const end: Handler = async (context, session, { request, reply }) => {
  const form = parsed(endForm, request.body);
  const again = (problem: string) => secondFactorPage(true, problem);
  return await orAgain(reply, again, async () => {
    await endTotp(context, session, form);
    return redirectWithin(hidden(reply), "/account");
  });
};

/** Shows the form again with what was wrong, where the person can mend it. */
async function orAgain(
  reply: FastifyReply,
  again: (problem: string) => Page,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (thrown) {
    if (!isMendable(reply, thrown)) throw thrown;
    return sendPage(reply.code(thrown.status), again(thrown.detail));
  }
}

const path = "/account/second-factor";

export const factorPages = [
  ownPage("GET", "/account/password", async (_context, _session, { reply }) =>
    sendPage(reply, passwordPage(null)),
  ),
  ownPage("POST", "/account/password", changeOwnPassword),
  ownPage("GET", path, async (context, session, { reply }) =>
    sendPage(reply, secondFactorPage(await hasSecondFactor(context, session), null)),
  ),
  ownPage("POST", `${path}/begin`, begin),
  ownPage("POST", `${path}/confirm`, confirm),
  ownPage("POST", `${path}/end`, end),
];
