/** The OAuth endpoints for command lines: device authorization, token, userinfo. */
import formbody from "@fastify/formbody";
import { errorBody } from "@grantry/contract/common";
import {
  cliTokenAnswer,
  deviceCodeAnswer,
  deviceCodeBody,
  deviceGrantType,
  oauthErrorBody,
  tokenBody,
  userInfoAnswer,
} from "@grantry/contract/oauth";
import type { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import {
  type CliTokens,
  exchangeDeviceCode,
  OAuthRefusal,
  refreshCliTokens,
  requestDeviceAuthorization,
  requirePerson,
} from "../../service/accounts/index.ts";
import { requireCaller } from "../bearer.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { logError, requestError, setRetryAfter } from "../errors.ts";
import type { ZodInstance } from "../zod-instance.ts";

const tags = ["command line"];

/** Registers them as a part of their own, whose bodies may be forms and whose errors are OAuth's. */
export async function registerCommandLineRoutes(
  instance: ZodInstance,
  context: HttpContext,
): Promise<void> {
  await instance.register((part: ZodInstance, _options, done) => {
    void part.register(formbody, { bodyLimit: 4_096 });
    setOAuthErrors(part, context);
    registerDeviceCode(part, context);
    registerToken(part, context);
    done();
  });
  registerUserInfo(instance, context);
}

/** RFC 6749 section 5.2. What is no refusal of a grant keeps its status, in the same words. */
function setOAuthErrors(part: ZodInstance, context: HttpContext): void {
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
    const word = error.code === "too_many_attempts" ? "slow_down" : "invalid_request";
    return answer(error.status, word, error.detail);
  });
}

function registerDeviceCode(part: ZodInstance, context: HttpContext): void {
  part.post(
    "/oauth/device/code",
    {
      schema: {
        tags,
        summary: "A command line asks to be signed in (RFC 8628)",
        body: deviceCodeBody,
        response: { 200: deviceCodeAnswer, "4xx": oauthErrorBody },
      },
    },
    async (request) => {
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
  );
}

function registerToken(part: ZodInstance, context: HttpContext): void {
  part.post(
    "/oauth/token",
    {
      schema: {
        tags,
        summary: "Exchange a device code or a refresh token for a pair of tokens",
        body: tokenBody,
        response: { 200: cliTokenAnswer, "4xx": oauthErrorBody },
      },
    },
    async ({ body }) => {
      const tokens = await exchange(context, body);
      return {
        access_token: tokens.accessToken,
        token_type: "Bearer" as const,
        expires_in: tokens.expiresIn,
        refresh_token: tokens.refreshToken,
        scope: tokens.scope,
      };
    },
  );
}

async function exchange(
  context: HttpContext,
  body: z.output<typeof tokenBody>,
): Promise<CliTokens> {
  const { grant_type: grantType, client_id: clientId } = body;
  if (grantType === deviceGrantType) {
    const deviceCode = required(body.device_code, "device_code");
    return await exchangeDeviceCode(context, { deviceCode, clientId });
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

function registerUserInfo(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    "/oauth/userinfo",
    {
      schema: {
        tags,
        summary: "Who is signed in at the command line",
        response: { 200: userInfoAnswer, "4xx": errorBody },
      },
    },
    async ({ headers }) => {
      const { operatorId, email, name } = requirePerson(await requireCaller(context, headers));
      return { sub: operatorId, email, name };
    },
  );
}
