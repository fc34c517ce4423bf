/** Sets the cookie that binds an authorization to a browser. */
import { fastifyCookie } from "@fastify/cookie";
import type { FastifyReply } from "fastify";
import { usesSecureCookies } from "../lib/secure-cookies.ts";
import { browserCookieMaxAge } from "../service/connect/index.ts";
import type { HttpContext } from "./context.ts";

/** Lax: the provider's answer is a top-level navigation from another site, and must carry it. */
function attributes(context: HttpContext) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "lax" as const,
    secure: usesSecureCookies(context),
  };
}

export function setBrowserCookie(
  context: HttpContext,
  reply: FastifyReply,
  {
    name,
    value,
    maxAge = browserCookieMaxAge,
  }: { readonly name: string; readonly value: string; readonly maxAge?: number },
): void {
  const options = { ...attributes(context), maxAge };
  // As a header at once: setCookie() would keep it to itself until the answer is sent.
  reply.header("set-cookie", fastifyCookie.serialize(name, value, options));
}
