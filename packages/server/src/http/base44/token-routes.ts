/** Routes of the app's backend, by a service token. */
import {
  connectorParams,
  typeParams,
  userConnectorParams,
  userParams,
} from "@grantry/contract/base44/common";
import {
  namedUserTokenQuery,
  refusalsAnswer,
  type TokenAnswer,
  type TokenQueryString,
  tokenAnswer,
  tokenQuery,
  userTokenAnswer,
  userTokenBody,
} from "@grantry/contract/base44/service";
import { issueUserToken } from "../../service/app-users/index.ts";
import type { TokenDemands } from "../../service/engine/index.ts";
import {
  describeRefusals,
  getToken,
  getTokenOfCurrentUser,
  getTokenOfNamedUser,
  type TokenResult,
} from "../../service/engine/index.ts";
import { route } from "../route.ts";

const base = "/api/apps/:appId";

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

const tokenRoutes = [
  route({
    method: "GET",
    path: `${base}/external-auth/tokens/:integrationType`,
    for: "backend",
    summary: "Token of the app's shared connection",
    params: typeParams,
    query: tokenQuery,
    answer: tokenAnswer,
    hot: true,
    handler: async (context, backend, { params, query }) =>
      toAnswer(
        await getToken(context, {
          backend,
          address: { kind: "type", integrationType: params.integrationType },
          owner: { kind: "app" },
          demands: toDemands(query),
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${base}/external-auth/tokens/connectors/:connectorId`,
    for: "backend",
    summary: "Token of a shared connection, by connector ID",
    params: connectorParams,
    query: tokenQuery,
    answer: tokenAnswer,
    hot: true,
    handler: async (context, backend, { params, query }) =>
      toAnswer(
        await getToken(context, {
          backend,
          address: { kind: "id", connectorId: params.connectorId },
          owner: { kind: "app" },
          demands: toDemands(query),
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${base}/app-user-auth/connectors/:connectorId/token`,
    for: "backend_for_user",
    summary: "Token of the signed-in user, whose JWT is passed on in on-behalf-of",
    params: connectorParams,
    query: tokenQuery,
    answer: tokenAnswer,
    hot: true,
    handler: async (context, backend, { params, query }) =>
      toAnswer(
        await getTokenOfCurrentUser(context, {
          backend,
          address: { kind: "id", connectorId: params.connectorId },
          userToken: backend.userToken,
          demands: toDemands(query),
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${base}/app-users/:userId/connectors/:connectorId/token`,
    for: "backend",
    summary: "Token of a named user, for work with no user present",
    params: userConnectorParams,
    query: namedUserTokenQuery,
    answer: tokenAnswer,
    hot: true,
    handler: async (context, backend, { params, query }) =>
      toAnswer(
        await getTokenOfNamedUser(context, {
          backend,
          address: { kind: "id", connectorId: params.connectorId },
          user: { userId: params.userId, issuer: query.issuer },
          demands: toDemands(query),
        }),
      ),
  }),
];

export const serviceRoutes = [
  ...tokenRoutes,
  route({
    method: "POST",
    path: `${base}/app-users/:userId/token`,
    for: "backend",
    summary: "A short-lived JWT for one of the app's users",
    params: userParams,
    body: userTokenBody,
    answer: userTokenAnswer,
    handler: async (context, backend, { params, body }) => {
      const { token, expiresIn } = await issueUserToken(context, backend, {
        userId: params.userId,
        issuer: body?.issuer,
        email: body?.email,
        name: body?.name,
        expiresIn: body?.expires_in,
      });
      return { access_token: token, token_type: "Bearer" as const, expires_in: expiresIn };
    },
  }),
  route({
    method: "GET",
    path: `${base}/external-auth/refusals/:integrationType`,
    for: "verified_backend",
    summary: "How the API of an integration type tells that it refuses a token",
    params: typeParams,
    answer: refusalsAnswer,
    handler: async (context, { app }, { params }) => {
      const refusals = await describeRefusals(context, app.workspaceId, params.integrationType);
      return {
        integration_type: refusals.integrationType,
        refused_token: refusals.refusedToken,
        missing_scope: refusals.missingScope,
      };
    },
  }),
];
