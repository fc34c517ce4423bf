/** Sets, reads and takes back the cookie of an operator's session. */
import { fastifyCookie } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Secret } from "../lib/secret.ts";
import { usesSecureCookies } from "../lib/secure-cookies.ts";
import { sessionCookieName, sessionSeconds } from "../service/accounts/index.ts";
import type { HttpContext } from "./context.ts";

/** Lax and not Strict: who follows a link to our pages stays signed in. Writes check who asks. */
function attributes(context: HttpContext) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "lax" as const,
    secure: usesSecureCookies(context),
  };
}

/** The token that the browser brings, or undefined. */
export function sessionToken(
  context: HttpContext,
  headers: FastifyRequest["headers"],
): Secret | undefined {
  const value = fastifyCookie.parse(headers.cookie ?? "")[sessionCookieName(context)];
  return value === undefined || value === "" ? undefined : new Secret(value);
}

export function setSessionCookie(context: HttpContext, reply: FastifyReply, token: Secret): void {
  const options = { ...attributes(context), maxAge: sessionSeconds };
  // As a header: `/v1` sets it as well, where no cookie plugin is.
  const name = sessionCookieName(context);
  reply.header("set-cookie", fastifyCookie.serialize(name, token.reveal(), options));
}

export function clearSessionCookie(context: HttpContext, reply: FastifyReply): void {
  const options = { ...attributes(context), maxAge: 0 };
  reply.header("set-cookie", fastifyCookie.serialize(sessionCookieName(context), "", options));
}
