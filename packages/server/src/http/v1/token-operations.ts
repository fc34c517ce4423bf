/** The one operation behind every token. */
import { address } from "@grantry/contract/v1/common";
import { type TypeRefusals, typeRefusals } from "@grantry/contract/v1/refusals";
import {
  connectionTokenQuery,
  type GetTokenRequest,
  getTokenRequest,
  type Token,
  token,
} from "@grantry/contract/v1/tokens";
import { Secret } from "../../lib/secret.ts";
import type { PresentedBackend } from "../../service/app-users/index.ts";
import {
  describeRefusals,
  getToken,
  getTokenOfConnection,
  getTokenOfCurrentUser,
  getTokenOfNamedUser,
  type Refusals,
  type TokenResult,
  tokenHosts,
} from "../../service/engine/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { instantOrNull } from "./time.ts";

export const tokenOperations = [
  route({
    method: "GET",
    path: "/v1/apps/:app_id/connections/:connection_id/token",
    for: "backend",
    permission: "tokens:read",
    operationId: "getConnectionToken",
    tag: "Tokens",
    summary: "The same of a connection by its id: for who asks often, it costs less than a POST",
    params: address("app_id", "connection_id"),
    query: connectionTokenQuery,
    answer: token,
    hot: true,
    refuses: [
      "connection_not_found",
      "not_connected",
      "needs_reauth",
      "missing_scopes",
      "shared_connections_disabled",
      "user_connections_disabled",
      "connector_misconfigured",
      "provider_unavailable",
    ],
    handler: async (context, backend, { params: { connectionId }, query }) => {
      const demands = {
        minTtlSeconds: query.min_ttl ?? null,
        refusedVersion: query.refused_version ?? null,
        scopes: query.scopes?.split(" ").filter((scope) => scope !== "") ?? [],
      };
      return viewToken(
        context,
        await getTokenOfConnection(context, { backend, connectionId, demands }),
      );
    },
  }),
  route({
    method: "POST",
    path: "/v1/apps/:app_id/tokens",
    for: "backend",
    permission: "tokens:read",
    operationId: "getToken",
    tag: "Tokens",
    summary: "A token that works now, of one connection",
    params: address("app_id"),
    body: getTokenRequest,
    answer: token,
    // User, account and JWT must not get into addresses, so it is a POST although it reads.
    hot: true,
    refuses: [
      "connector_not_found",
      "connection_not_found",
      "not_connected",
      "needs_reauth",
      "missing_scopes",
      "app_user_required",
      "issuer_required",
      "issuer_unknown",
      "shared_connections_disabled",
      "user_connections_disabled",
      "connector_misconfigured",
      "provider_unavailable",
    ],
    handler: async (context, backend, { body }) => {
      const result = await find(context, backend, body);
      const token = viewToken(context, result);
      const hosts = body.hosts === true ? tokenHosts(context, result) : undefined;
      return hosts === undefined ? token : { ...token, hosts };
    },
  }),
  route({
    method: "GET",
    path: "/v1/apps/:app_id/types/:type/refusals",
    for: "verified_backend",
    permission: "tokens:read",
    operationId: "getTypeRefusals",
    tag: "Tokens",
    summary: "How the API of an integration type tells that it refuses a token",
    params: address("app_id", "type"),
    answer: typeRefusals,
    refuses: ["connector_not_found"],
    handler: async (context, { app }, { params: { type } }) =>
      viewRefusals(await describeRefusals(context, app.workspaceId, type)),
  }),
];

type Sign = Refusals["refusedToken"][number];

function viewRefusals(refusals: Refusals): TypeRefusals {
  return {
    type: refusals.integrationType,
    refused_token: refusals.refusedToken.map(viewSign),
    missing_scope: refusals.missingScope.map(viewSign),
  };
}

function viewSign({ statuses, unless, ...sign }: Sign): TypeRefusals["refused_token"][number] {
  return { ...viewPart(sign), statuses: [...statuses], unless: unless.map(viewPart) };
}

function viewPart({ header, body }: Sign["unless"][number]) {
  return {
    ...(header && { header }),
    // A place in a list is a text as well: whoever follows the steps needs one kind only.
    ...(body && { body: { ...body, at: body.at.map(String) } }),
  };
}

/** The token of whichever connection is meant; the schema has seen to it that one is. */
async function find(
  context: HttpContext,
  backend: PresentedBackend,
  body: GetTokenRequest,
): Promise<TokenResult> {
  const { connection_id: connectionId, connector_id: connectorId, type = "", owner } = body;
  const demands = {
    minTtlSeconds: body.min_ttl ?? null,
    refusedVersion: body.refused_version ?? null,
    scopes: body.scopes ?? [],
  };
  if (connectionId !== undefined) {
    return await getTokenOfConnection(context, { backend, connectionId, demands });
  }
  const address =
    connectorId === undefined
      ? ({ kind: "type", integrationType: type } as const)
      : ({ kind: "id", connectorId } as const);
  const query = { backend, address, demands };
  if (owner?.kind === "user_token") {
    return await getTokenOfCurrentUser(context, {
      ...query,
      userToken: new Secret(owner.token ?? ""),
    });
  }
  if (owner?.kind === "user") {
    const user = { userId: owner.user_id ?? "", issuer: owner.issuer };
    return await getTokenOfNamedUser(context, { ...query, user });
  }
  return await getToken(context, { ...query, owner: { kind: "app" } });
}

function viewToken({ clock }: HttpContext, result: TokenResult): Token {
  const { accessToken, integrationType, connection, connectionConfig } = result;
  const { expiresAt } = connection;
  return {
    access_token: accessToken.reveal(),
    token_type: connection.tokenType,
    expires_at: instantOrNull(expiresAt),
    expires_in: expiresAt === null ? null : Math.max(0, expiresAt - clock.nowSeconds()),
    version: connection.version,
    connection_id: connection.connectionId,
    connector: { id: connection.connectorId, type: integrationType },
    granted_scopes: [...connection.grantedScopes],
    account: connection.account,
    settings: connectionConfig ?? {},
    values: connection.connectionConfig,
  };
}
