/** Sets the cookie that binds an authorization to a browser. */
import type { FastifyReply } from "fastify";
import { browserCookieMaxAge, usesSecureCookies } from "../service/authorization/browser-cookie.ts";
import type { ServiceContext } from "../service/context.ts";

/** Lax: the provider's answer is a top-level navigation from another site, and must carry it. */
function attributes(context: ServiceContext) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "lax" as const,
    secure: usesSecureCookies(context),
  };
}

export function setBrowserCookie(
  context: ServiceContext,
  reply: FastifyReply,
  cookie: { readonly name: string; readonly value: string },
): void {
  const options = { ...attributes(context), maxAge: browserCookieMaxAge };
  reply.setCookie(cookie.name, cookie.value, options);
}
