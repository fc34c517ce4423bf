/** Tokens, for the app's backend by its service token. */
import { connectorParams, typeParams } from "@grantry/contract/base44/common";
import {
  type TokenAnswer,
  type TokenQueryString,
  tokenAnswer,
  tokenQuery,
} from "@grantry/contract/base44/service";
import type { TokenDemands } from "../../service/engine/index.ts";
import { getToken, getTokenOfCurrentUser, type TokenResult } from "../../service/engine/index.ts";
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

export const tokenRoutes = [
  route({
    method: "GET",
    path: `${base}/external-auth/tokens/:integrationType`,
    for: "backend",
    permission: "tokens:read",
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
    permission: "tokens:read",
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
    permission: "tokens:read",
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
];
