/** The OAuth endpoints for command lines: device authorization, token, userinfo. */
import {
  cliTokenAnswer,
  deviceCodeAnswer,
  deviceCodeBody,
  deviceGrantType,
  oauthErrorBody,
  tokenBody,
  userInfoAnswer,
} from "@grantry/contract/oauth";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import {
  type CliTokens,
  exchangeDeviceCode,
  OAuthRefusal,
  refreshCliTokens,
  requestDeviceAuthorization,
} from "../../service/accounts/index.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { logError, requestError, setRetryAfter } from "../errors.ts";
import { route } from "../route.ts";

const tag = "command line";

/** RFC 6749 section 5.2. What is no refusal of a grant keeps its status, in the same words. */
export function setOAuthErrors(part: FastifyInstance, context: HttpContext): void {
  part.setErrorHandler((thrown, request, reply) => {
    const answer = (status: number, error: string, error_description: string) =>
      reply
        .code(status)
        .type("application/json; charset=utf-8")
        .serializer((value: unknown) => JSON.stringify(value))
        .send(oauthErrorBody.parse({ error, error_description }));
    if (thrown instanceof OAuthRefusal) return answer(400, thrown.error, thrown.message);
    const error = requestError(thrown);
    logError(context.log, request, error);
    setRetryAfter(reply, error);
    if (error.status >= 500) return answer(error.status, "server_error", error.detail);
    const word = error.status === 429 ? "slow_down" : "invalid_request";
    return answer(error.status, word, error.detail);
  });
}

async function exchange(
  context: HttpContext,
  body: z.output<typeof tokenBody>,
  address: string,
): Promise<CliTokens> {
  const { grant_type: grantType, client_id: clientId } = body;
  if (grantType === deviceGrantType) {
    const deviceCode = required(body.device_code, "device_code");
    return await exchangeDeviceCode(context, { deviceCode, clientId, address });
  }
  if (grantType === "refresh_token") {
    const refreshToken = required(body.refresh_token, "refresh_token");
    return await refreshCliTokens(context, { refreshToken, clientId });
  }
  throw new OAuthRefusal("unsupported_grant_type", "This grant type is not offered here.");
}

function required(value: string | undefined, name: string): Secret {
  if (value !== undefined && value !== "") return new Secret(value);
  throw new OAuthRefusal("invalid_request", `${name} is needed.`);
}

/** Bodies may be forms, and errors are OAuth's. */
export const oauthRoutes = [
  route({
    method: "POST",
    path: "/oauth/device/code",
    for: "public",
    tag,
    summary: "A command line asks to be signed in (RFC 8628)",
    body: deviceCodeBody,
    answer: deviceCodeAnswer,
    refusal: oauthErrorBody,
    handler: async (context, _nobody, request) => {
      const { client_id: clientId, scope } = request.body;
      const address = clientAddress(request);
      const asked = await requestDeviceAuthorization(context, { clientId, scope, address });
      return {
        device_code: asked.deviceCode,
        user_code: asked.userCode,
        verification_uri: asked.verificationUri,
        verification_uri_complete: `${asked.verificationUri}?user_code=${asked.userCode}`,
        expires_in: asked.expiresIn,
        interval: asked.interval,
      };
    },
  }),
  route({
    method: "POST",
    path: "/oauth/token",
    for: "proof_in_body",
    tag,
    summary: "Exchange a device code or a refresh token for a pair of tokens",
    body: tokenBody,
    answer: cliTokenAnswer,
    refusal: oauthErrorBody,
    handler: async (context, _nobody, request) => {
      const tokens = await exchange(context, request.body, clientAddress(request));
      return {
        access_token: tokens.accessToken,
        token_type: "Bearer" as const,
        expires_in: tokens.expiresIn,
        refresh_token: tokens.refreshToken,
        scope: tokens.scope,
      };
    },
  }),
];

export const userInfoRoute = route({
  method: "GET",
  path: "/oauth/userinfo",
  for: "person",
  tag,
  summary: "Who is signed in at the command line",
  answer: userInfoAnswer,
  handler: (_context, { operator: { operatorId, email, name } }) => ({
    sub: operatorId,
    email,
    name,
  }),
});
