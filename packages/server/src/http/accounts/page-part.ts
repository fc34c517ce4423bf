/** A part of the server whose routes are pages of operators: forms in, pages out, errors as pages. */
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import type { ServiceContext } from "../../service/context.ts";
import { currentSession, type SignedIn } from "../../service/operator/sessions.ts";
import { logError, requestError, setRetryAfter } from "../errors.ts";
import { refuseLookingAhead } from "../looks-ahead.ts";
import { comesFromOwnPage } from "../own-page.ts";
import { accountFailurePage } from "../pages/accounts.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { sessionToken } from "../session-cookie.ts";

/** Link previews and mail scanners use HEAD: it is not answered. */
export const pageOptions = { exposeHeadRoute: false, schema: { hide: true } };

const formBytesMax = 8_192;

/** Registers `routes` so that every form must come from a page of ours, and no opener keeps a hold on one. */
export async function registerPagePart(
  instance: FastifyInstance,
  context: ServiceContext,
  routes: (part: FastifyInstance) => void,
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
    // consent have no such rule: apps wait for their popup, and would see it as closed at once.
    part.addHook("onRequest", (_request, reply, done) => {
      reply.header("cross-origin-opener-policy", "same-origin");
      done();
    });
    part.addHook("preHandler", async (request) => {
      if (request.method === "GET" || comesFromOwnPage(context, request.headers)) return;
      throw new GrantryError("cross_site_refused");
    });
    refuseLookingAhead(part);
    routes(part);
    done();
  });
}

/** A form's or an address's values. Throws bad_request. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new GrantryError("bad_request", { cause: result.error });
  return result.data;
}

/** The session of the browser, or undefined. */
export async function sessionOf(
  context: ServiceContext,
  request: FastifyRequest,
): Promise<SignedIn | undefined> {
  const token = sessionToken(context, request.headers);
  return token === undefined ? undefined : await currentSession(context, token);
}

/** Sends the browser to sign in first, and back to `path` then. */
export function toSignIn(reply: FastifyReply, path: string): FastifyReply {
  return hidden(reply).redirect(`/sign-in?return_to=${encodeURIComponent(path)}`, 303);
}
