/** Pages: change the password, set up or take away an authenticator app. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import type { OperatorSession } from "../../service/accounts/index.ts";
import {
  beginTotp,
  changePassword,
  confirmTotp,
  endTotp,
  readSignInFactors,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { keepDevice } from "../device-cookie.ts";
import {
  authenticatorPage,
  passwordPage,
  recoveryPage,
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
  const factors = await readSignInFactors(context, session);
  const again = (problem: string) => passwordPage(factors, problem);
  return await orAgain(reply, again, async () => {
    setSessionCookie(
      context,
      reply,
      await changePassword(context, session, { ...form, place: placeOf(request) }),
    );
    await keepDevice(context, { request, reply }, session.operator.operatorId);
    return redirectWithin(hidden(reply), "/account");
  });
};

const begin: Handler = async (context, session, { reply }) =>
  await whereItCanBe(context, session, reply, async () => {
    const secret = await beginTotp(context, session);
    return sendPage(reply, totpPage(session, secret.reveal()));
  });

const confirm: Handler = async (context, session, { request, reply }) => {
  const { code } = parsed(codeForm, request.body);
  return await whereItCanBe(context, session, reply, () =>
    orAgain(reply, totpAgainPage, async () => {
      const codes = await confirmTotp(context, session, code);
      return sendPage(reply, recoveryPage(codes.map((one) => one.reveal())));
    }),
  );
};

const end: Handler = async (context, session, { request, reply }) => {
  const form = parsed(endForm, request.body);
  const factors = await readSignInFactors(context, session);
  const again = (problem: string) => authenticatorPage(factors, problem);
  return await orAgain(reply, again, async () => {
    await endTotp(context, session, form);
    return redirectWithin(hidden(reply), "/account");
  });
};

/** Where there is an app already, none was begun or there can be none, the page says so, and has what can be done. */
async function whereItCanBe(
  context: HttpContext,
  session: OperatorSession,
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (thrown) {
    const isOtherwise = isGrantryError(thrown) && thrown.code.startsWith("authenticator_app_");
    if (!isOtherwise) throw thrown;
    const factors = await readSignInFactors(context, session);
    return sendPage(reply.code(thrown.status), authenticatorPage(factors, thrown.detail));
  }
}

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
  ownPage("GET", "/account/password", async (context, session, { reply }) =>
    sendPage(reply, passwordPage(await readSignInFactors(context, session), null)),
  ),
  ownPage("POST", "/account/password", changeOwnPassword),
  ownPage("GET", path, async (context, session, { reply }) =>
    sendPage(reply, authenticatorPage(await readSignInFactors(context, session), null)),
  ),
  ownPage("POST", `${path}/begin`, begin),
  ownPage("POST", `${path}/confirm`, confirm),
  ownPage("POST", `${path}/end`, end),
];
