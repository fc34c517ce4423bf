/** The cookie by which a browser is known to an account. It opens nothing, and outlives sign-outs. */
import { fastifyCookie } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Secret } from "../lib/secret.ts";
import { usesSecureCookies } from "../lib/secure-cookies.ts";
import { deviceCookieName, deviceSeconds, rememberDevice } from "../service/accounts/index.ts";
import type { HttpContext } from "./context.ts";

/** The token that the browser brings, or undefined. */
export function deviceToken(context: HttpContext, request: FastifyRequest): Secret | undefined {
  const value = fastifyCookie.parse(request.headers.cookie ?? "")[deviceCookieName(context)];
  return value === undefined || value === "" ? undefined : new Secret(value);
}

/** What a browser that is known to an account is counted by. */
export const nameOfDevice = ({ limits }: HttpContext, token: Secret) =>
  limits.credentials.name(`device ${token.reveal()}`);

/** Has the browser remembered as one of the account's. */
export async function keepDevice(
  context: HttpContext,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  operatorId: string,
): Promise<void> {
  const token = await rememberDevice(context.store, operatorId, deviceToken(context, request));
  const options = {
    path: "/",
    httpOnly: true,
    sameSite: "lax" as const,
    secure: usesSecureCookies(context),
    maxAge: deviceSeconds,
  };
  // Whoever floods from the same address does not keep it out.
  context.limits.credentials.accepted(nameOfDevice(context, token));
  const name = deviceCookieName(context);
  reply.header("set-cookie", fastifyCookie.serialize(name, token.reveal(), options));
}
