/** A part of the server whose routes are pages of operators: forms in, pages out, errors as pages. */
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { currentSession, type OperatorSession } from "../../service/accounts/index.ts";
import { addressLimits } from "../../service/limits/index.ts";
import { redirectWithin } from "../base-path.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { logError, requestError, setRetryAfter } from "../errors.ts";
import { addRoutes } from "../frame.ts";
import { refuseLookingAhead } from "../looks-ahead.ts";
import { comesFromOwnPage } from "../own-page.ts";
import { accountFailurePage } from "../pages/accounts.ts";
import { hidden, sendPage } from "../pages/page.ts";
import type { Route } from "../route.ts";
import { sessionToken } from "../session-cookie.ts";

const formBytesMax = 8_192;

/** Serves the pages so that every form must come from a page of ours, and no opener keeps a hold on one. */
export async function registerPagePart(
  instance: FastifyInstance,
  context: HttpContext,
  pages: readonly Route[],
): Promise<void> {
  await instance.register((part, _options, done) => {
    void part.register(cookie);
    void part.register(formbody, { bodyLimit: formBytesMax });
    part.setErrorHandler((thrown, request, reply) => {
      const error = requestError(thrown);
      logError(context.log, request, error);
      setRetryAfter(reply, error);
      return sendPage(reply.code(error.status), accountFailurePage(error, request.id));
    });
    // Whoever opened the window of such a page has no hold on it (HTML standard, section 7.1.3). Pages of a
    // consent have no such rule: apps wait for their popup, and would see it as closed at once. So it is with
    // pages of a test of the company's sign-in (keepWithinReach).
    part.addHook("onRequest", (_request, reply, done) => {
      reply.header("cross-origin-opener-policy", "same-origin");
      done();
    });
    part.addHook("preHandler", async (request) => {
      if (request.method === "GET" || comesFromOwnPage(context, request.headers)) return;
      throw new GrantryError("cross_site_refused");
    });
    refuseLookingAhead(part);
    addRoutes(part, context, pages);
    done();
  });
}

/** For a page in a window of the dashboard's: the dashboard sees it closed, and closes it. Nobody is signed in by it. */
export function keepWithinReach(reply: FastifyReply): FastifyReply {
  return reply.header("cross-origin-opener-policy", "unsafe-none");
}

/** What the person can mend in the form, or by waiting: the form is shown again, with the reason. */
const mendable = [
  "account_invalid",
  "sign_in_failed",
  "second_factor_required",
  "code_wrong",
  "too_many_attempts",
] as const;

/** Whether the form is to be shown again. The answer says when to try again. */
export function isMendable(reply: FastifyReply, thrown: unknown): thrown is GrantryError {
  if (!(thrown instanceof GrantryError)) return false;
  if (!mendable.some((code) => thrown.code === code)) return false;
  setRetryAfter(reply, thrown);
  return true;
}

/** Links of one address that were wrong, in a quarter of an hour. */
const wrongLinksMax = 60;

/** Opens or uses a link of the address; a wrong one is refused as a guess after some. */
export async function guessedLink<T>(
  context: HttpContext,
  request: FastifyRequest,
  work: () => Promise<T>,
): Promise<T> {
  const limits = addressLimits("entry link", clientAddress(request), wrongLinksMax);
  const isWrong = (thrown: unknown) => isGrantryError(thrown, "entry_link_invalid");
  return await context.defences.guessing(context, limits, { work, isWrong });
}

/** The session of the browser, or undefined. */
export async function sessionOf(
  context: HttpContext,
  request: FastifyRequest,
): Promise<OperatorSession | undefined> {
  const token = sessionToken(context, request.headers);
  return token === undefined ? undefined : await currentSession(context, token);
}

/** Sends the browser to sign in first, and back to `path` then. */
export function toSignIn(reply: FastifyReply, path: string): FastifyReply {
  return redirectWithin(hidden(reply), `/sign-in?return_to=${encodeURIComponent(path)}`);
}
