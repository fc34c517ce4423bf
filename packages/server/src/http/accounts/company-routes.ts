/** Pages: leave for the company's identity provider, and come back signed in. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import { usesSecureCookies } from "../../lib/secure-cookies.ts";
import {
  answerSignInTest,
  attemptSeconds,
  companyCookieName,
  completeCompanySignIn,
  departForSignInTest,
  startCompanySignIn,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { deviceToken, keepDevice } from "../device-cookie.ts";
import { signInPage } from "../pages/accounts.ts";
import { companyDeparturePage, signInTestEndPage } from "../pages/departure.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { placeOf } from "../place.ts";
import { page } from "../route.ts";
import { keepWithinReach, sessionOf, toSignIn } from "./page-part.ts";
import { enter, leave, ownPath, signInFormOf } from "./sign-in-routes.ts";

const startForm = z.object({ email: z.string().max(254), return_to: ownPath });
const id = z.string().min(1).max(128);
const callbackParams = z.object({ workspaceId: id });
const testParams = z.object({ workspaceId: id, testId: id });

/** Lax: the provider's answer is a top-level navigation from another site, and must carry it. */
function attributes(context: HttpContext) {
  const secure = usesSecureCookies(context);
  return { path: "/", httpOnly: true, sameSite: "lax" as const, secure };
}

async function start(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { email, return_to: returnTo } = parsed(startForm, request.body);
  try {
    const from = { address: clientAddress(request), device: deviceToken(context, request) };
    const { url, browser } = await startCompanySignIn(context, { email, returnTo, ...from });
    const options = { ...attributes(context), maxAge: attemptSeconds };
    reply.setCookie(companyCookieName(context), browser, options);
    return sendPage(reply, companyDeparturePage(url));
  } catch (thrown) {
    if (!isGrantryError(thrown, "sign_in_provider_not_found")) throw thrown;
    const form = { ...(await signInFormOf(context, email, returnTo)), offersCompany: true };
    return sendPage(reply.code(thrown.status), signInPage(form, thrown.detail));
  }
}

async function complete(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { workspaceId } = parsed(callbackParams, request.params);
  const { searchParams: parameters } = new URL(request.url, context.publicUrl);
  const name = companyCookieName(context);
  const browser = request.cookies[name];
  reply.clearCookie(name, attributes(context));
  if (
    await answerSignInTest(context, { workspaceId, parameters, browser, requestId: request.id })
  ) {
    return sendPage(keepWithinReach(reply), signInTestEndPage());
  }
  const completing = completeCompanySignIn(context, {
    workspaceId,
    parameters,
    browser,
    place: placeOf(request),
  });
  const signedIn = await completing.catch(async (thrown: unknown) => {
    // The page was loaded again: whoever is signed in by now sees that, and not a failure.
    const again = isGrantryError(thrown, "state_invalid") && browser === undefined;
    if (!again || (await sessionOf(context, request)) === undefined) throw thrown;
    return undefined;
  });
  if (signedIn === undefined) return redirectWithin(hidden(reply), "/account");
  await leave(context, request);
  await keepDevice(context, { request, reply }, signedIn.operatorId);
  return enter(context, reply, signedIn);
}

/** For whoever began the test alone: signed in here, they sign in at the provider, and that is all that comes of it. */
async function startTest(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { workspaceId, testId: signInTestId } = parsed(testParams, request.params);
  const session = await sessionOf(context, request);
  if (session === undefined) {
    return toSignIn(reply, `/sign-in/company/${workspaceId}/tests/${signInTestId}`);
  }
  const { operatorId } = session.operator;
  const left = await departForSignInTest(context, { workspaceId, signInTestId, operatorId });
  const options = { ...attributes(context), maxAge: attemptSeconds };
  reply.setCookie(companyCookieName(context), left.browser, options);
  return sendPage(keepWithinReach(reply), companyDeparturePage(left.url));
}

export const companyPages = [
  page("POST", "/sign-in/company", start),
  page("GET", "/sign-in/company/:workspaceId/callback", complete),
  page("GET", "/sign-in/company/:workspaceId/tests/:testId", startTest),
];
