/** Pages: the first account, sign-in, sign-out, the account. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import {
  answersForServer,
  commandLinesOf,
  completeSetup,
  endSession,
  offersCompanySignIn,
  relyingPartyOf,
  requireSetupLink,
  signIn,
  workspacesOf,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { builtScript } from "../dashboard/built-files.ts";
import { builtFolder } from "../dashboard/built-folder.ts";
import { deviceToken, keepDevice } from "../device-cookie.ts";
import { accountPage, type SignInForm, setupPage, signInPage } from "../pages/accounts.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { placeOf } from "../place.ts";
import { page } from "../route.ts";
import { clearSessionCookie, sessionToken, setSessionCookie } from "../session-cookie.ts";
import { guessedLink, isMendable, sessionOf, toSignIn } from "./page-part.ts";

const linkParams = z.object({ token: z.string().min(1).max(128) });
const field = z.string().max(1_024);
const accountForm = z.object({ email: field, name: field, password: field });
/** A path of ours and nothing that a browser could take for another host. */
export const ownPath = z
  .string()
  .max(512)
  .regex(/^\/(?!\/)[A-Za-z0-9/_?=&%.-]*$/)
  .catch("/account");
const signInForm = z.object({
  email: field,
  password: field,
  code: field.default(""),
  return_to: ownPath,
});
const signInQuery = z.object({ return_to: ownPath });

async function showSetup(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { token } = parsed(linkParams, request.params);
  await guessedLink(context, request, () => requireSetupLink(context, new Secret(token)));
  return sendPage(reply, setupPage({ email: "", name: "" }, null));
}

async function setUp(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { token } = parsed(linkParams, request.params);
  const form = parsed(accountForm, request.body);
  try {
    const work = () =>
      completeSetup(context, new Secret(token), { ...form, place: placeOf(request) });
    const session = await guessedLink(context, request, work);
    return enter(context, reply, { session, returnTo: "/dashboard" });
  } catch (thrown) {
    if (!isGrantryError(thrown, "account_invalid")) throw thrown;
    return sendPage(reply.code(thrown.status), setupPage(form, thrown.detail));
  }
}

/** What the sign-in page shows. */
export async function signInFormOf(
  context: HttpContext,
  email: string,
  returnTo: string,
): Promise<SignInForm> {
  const script =
    relyingPartyOf(context) === undefined
      ? undefined
      : await builtScript(builtFolder, "passkey-sign-in");
  return {
    email,
    returnTo,
    offersCompany: await offersCompanySignIn(context),
    passkeyScript: script === undefined ? null : `/dashboard/assets/${script}`,
  };
}

async function showSignIn(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { return_to: returnTo } = parsed(signInQuery, request.query);
  return sendPage(reply, signInPage(await signInFormOf(context, "", returnTo), null));
}

async function checkSignIn(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { email, password, code, return_to: returnTo } = parsed(signInForm, request.body);
  try {
    const device = deviceToken(context, request);
    const address = clientAddress(request);
    const input = { email, password, code, ...placeOf(request), address, device };
    const { session, operatorId } = await signIn(context, input);
    await leave(context, request);
    await keepDevice(context, { request, reply }, operatorId);
    return enter(context, reply, { session, returnTo });
  } catch (thrown) {
    if (!isMendable(reply, thrown)) throw thrown;
    const form = await signInFormOf(context, email, returnTo);
    return sendPage(reply.code(thrown.status), signInPage(form, thrown.detail));
  }
}

/** Ends the session that the browser brought along: nobody who knew it stays in. */
export async function leave(context: HttpContext, request: FastifyRequest): Promise<void> {
  const before = sessionToken(context, request.headers);
  if (before !== undefined) await endSession(context, before);
}

/** Gives the browser its new session, and sends it on. */
export function enter(
  context: HttpContext,
  reply: FastifyReply,
  { session, returnTo }: { readonly session: Secret; readonly returnTo: string },
): FastifyReply {
  setSessionCookie(context, reply, session);
  return redirectWithin(hidden(reply), returnTo);
}

async function showAccount(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const session = await sessionOf(context, request);
  if (session === undefined) return toSignIn(reply, "/account");
  const workspaces = await workspacesOf(context, session.operator.operatorId);
  const commandLines = await commandLinesOf(context, session);
  const isServers = await answersForServer(context, session);
  return sendPage(reply, accountPage(session.operator, workspaces, { commandLines, isServers }));
}

async function signOut(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  await leave(context, request);
  clearSessionCookie(context, reply);
  return redirectWithin(hidden(reply), "/sign-in");
}

export const signInPages = [
  page("GET", "/setup/:token", showSetup),
  page("POST", "/setup/:token", setUp),
  page("GET", "/sign-in", showSignIn),
  page("POST", "/sign-in", checkSignIn),
  page("POST", "/sign-out", signOut),
  page("GET", "/account", showAccount),
];
