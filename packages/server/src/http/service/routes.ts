/** Routes of the app's backend, by a service token. */
import {
  connectorParams,
  errorBody,
  typeParams,
  userConnectorParams,
  userParams,
} from "@grantry/contract/common";
import {
  namedUserTokenQuery,
  refusalsAnswer,
  type TokenAnswer,
  type TokenQueryString,
  tokenAnswer,
  tokenQuery,
  userTokenAnswer,
  userTokenBody,
} from "@grantry/contract/service";
import { issueUserToken } from "../../service/app-users/index.ts";
import type { TokenDemands } from "../../service/engine/index.ts";
import {
  describeRefusals,
  getToken,
  getTokenOfCurrentUser,
  getTokenOfNamedUser,
  type TokenResult,
} from "../../service/engine/index.ts";
import { onBehalfOf, presentedBackend } from "../bearer.ts";
import { compiledSerializer } from "../compiled-serializer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/apps/:appId";
const tags = ["app backend"];
const response = { 200: tokenAnswer, "4xx": errorBody };
/** Of the four token routes: nothing is called as often. */
const serializerCompiler = compiledSerializer;

/** The token as both SDKs read it. */
function toAnswer({
  accessToken,
  integrationType,
  connection,
  connectionConfig,
}: TokenResult): TokenAnswer {
  const { connectionConfig: values } = connection;
  return {
    access_token: accessToken.reveal(),
    integration_type: integrationType,
    connection_config: connectionConfig,
    connection_values: Object.keys(values).length === 0 ? null : values,
    token_type: connection.tokenType,
    expires_at: connection.expiresAt,
    version: connection.version,
    granted_scopes: [...connection.grantedScopes],
    account: connection.account,
  };
}

/** What the caller asks of the token. */
function toDemands(query: TokenQueryString): TokenDemands {
  return {
    minTtlSeconds: query.min_ttl ?? null,
    refusedVersion: query.refused_version ?? null,
    scopes: query.scopes?.split(" ").filter((scope) => scope !== "") ?? [],
  };
}

export function registerServiceRoutes(instance: ZodInstance, context: HttpContext): void {
  registerSharedTokens(instance, context);
  registerUserTokens(instance, context);
  registerTokenExchange(instance, context);
  registerRefusals(instance, context);
}

function registerRefusals(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/external-auth/refusals/:integrationType`,
    {
      schema: {
        tags,
        summary: "How the API of an integration type tells that it refuses a token",
        params: typeParams,
        response: { 200: refusalsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const backend = presentedBackend(params.appId, headers);
      return await describeRefusals(context, backend, params.integrationType);
    },
  );
}

function registerSharedTokens(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/external-auth/tokens/:integrationType`,
    {
      schema: {
        tags,
        summary: "Token of the app's shared connection",
        params: typeParams,
        querystring: tokenQuery,
        response,
      },
      serializerCompiler,
    },
    async ({ params, headers, query }) =>
      toAnswer(
        await getToken(context, {
          backend: presentedBackend(params.appId, headers),
          address: { kind: "type", integrationType: params.integrationType },
          owner: { kind: "app" },
          demands: toDemands(query),
        }),
      ),
  );
  instance.get(
    `${base}/external-auth/tokens/connectors/:connectorId`,
    {
      schema: {
        tags,
        summary: "Token of a shared connection, by connector ID",
        params: connectorParams,
        querystring: tokenQuery,
        response,
      },
      serializerCompiler,
    },
    async ({ params, headers, query }) =>
      toAnswer(
        await getToken(context, {
          backend: presentedBackend(params.appId, headers),
          address: { kind: "id", connectorId: params.connectorId },
          owner: { kind: "app" },
          demands: toDemands(query),
        }),
      ),
  );
}

function registerUserTokens(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/app-user-auth/connectors/:connectorId/token`,
    {
      schema: {
        tags,
        summary: "Token of the signed-in user, whose JWT is passed on in on-behalf-of",
        params: connectorParams,
        querystring: tokenQuery,
        response,
      },
      serializerCompiler,
    },
    async ({ params, headers, query }) => {
      const backend = presentedBackend(params.appId, headers);
      return toAnswer(
        await getTokenOfCurrentUser(context, {
          backend,
          address: { kind: "id", connectorId: params.connectorId },
          userToken: onBehalfOf(headers),
          demands: toDemands(query),
        }),
      );
    },
  );
  instance.get(
    `${base}/app-users/:userId/connectors/:connectorId/token`,
    {
      schema: {
        tags,
        summary: "Token of a named user, for work with no user present",
        params: userConnectorParams,
        querystring: namedUserTokenQuery,
        response,
      },
      serializerCompiler,
    },
    async ({ params, headers, query }) =>
      toAnswer(
        await getTokenOfNamedUser(context, {
          backend: presentedBackend(params.appId, headers),
          address: { kind: "id", connectorId: params.connectorId },
          user: { userId: params.userId, issuer: query.issuer },
          demands: toDemands(query),
        }),
      ),
  );
}

function registerTokenExchange(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    `${base}/app-users/:userId/token`,
    {
      schema: {
        tags,
        summary: "A short-lived JWT for one of the app's users",
        params: userParams,
        body: userTokenBody,
        response: { 200: userTokenAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const backend = presentedBackend(params.appId, headers);
      const { token, expiresIn } = await issueUserToken(context, backend, {
        userId: params.userId,
        issuer: body?.issuer,
        email: body?.email,
        name: body?.name,
        expiresIn: body?.expires_in,
      });
      return { access_token: token, token_type: "Bearer" as const, expires_in: expiresIn };
    },
  );
}
