/** Sets, reads and takes back the cookie of an operator's session. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Secret } from "../lib/secret.ts";
import { usesSecureCookies } from "../service/authorization/browser-cookie.ts";
import type { ServiceContext } from "../service/context.ts";
import { sessionCookieName, sessionSeconds } from "../service/operator/sessions.ts";

/** Lax and not Strict: who follows a link to our pages stays signed in. Writes check who asks. */
function attributes(context: ServiceContext) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "lax" as const,
    secure: usesSecureCookies(context),
  };
}

/** The token that the browser brings, or undefined. */
export function sessionToken(
  context: ServiceContext,
  headers: FastifyRequest["headers"],
): Secret | undefined {
  const prefix = `${sessionCookieName(context)}=`;
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  return value === undefined || value === "" ? undefined : new Secret(value);
}

export function setSessionCookie(
  context: ServiceContext,
  reply: FastifyReply,
  token: Secret,
): void {
  const options = { ...attributes(context), maxAge: sessionSeconds };
  reply.setCookie(sessionCookieName(context), token.reveal(), options);
}

export function clearSessionCookie(context: ServiceContext, reply: FastifyReply): void {
  reply.clearCookie(sessionCookieName(context), attributes(context));
}
