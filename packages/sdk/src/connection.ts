/** From the server's JSON, in wire case, to the public types. */
import type { ConnectorId } from "./connector-registries.ts";
import type {
  AppUserConnection,
  AppUserToken,
  ConnectorAccessTokenResponse,
  ConnectorAccount,
  ConnectorConnectionResponse,
  Revocation,
} from "./connector-types.ts";
import {
  readNumber,
  readNumberOrNull,
  readObjectOrNull,
  readOneOf,
  readText,
  readTextOrNull,
  readTextRecordOrNull,
  readTexts,
  type WireObject,
} from "./wire.ts";

export const revocations: readonly Revocation[] = [
  "revoked",
  "already_ended",
  "not_supported",
  "queued",
  "failed",
  "kept_for_other_connections",
  "kept_for_other_servers",
];

/** A token answer, checked member by member. */
export function readTokenAnswer(body: WireObject): ConnectorAccessTokenResponse {
  return {
    access_token: readText(body, "access_token"),
    integration_type: readText(body, "integration_type"),
    connection_config: readTextRecordOrNull(body, "connection_config"),
    connection_values: readTextRecordOrNull(body, "connection_values"),
    token_type: readText(body, "token_type"),
    expires_at: readNumberOrNull(body, "expires_at"),
    version: readNumber(body, "version"),
    granted_scopes: readTexts(body, "granted_scopes"),
    account: readAccount(body),
  };
}

export function toConnectionResponse(body: WireObject): ConnectorConnectionResponse {
  const answer = readTokenAnswer(body);
  return {
    integrationType: answer.integration_type,
    accessToken: answer.access_token,
    connectionConfig: answer.connection_config,
    connectionValues: answer.connection_values,
    expiresAt: answer.expires_at,
    tokenType: answer.token_type,
    version: answer.version,
    grantedScopes: answer.granted_scopes,
    account: answer.account,
  };
}

export function toAppUserConnection(body: WireObject): AppUserConnection {
  return {
    connectorId: readText(body, "connector_id") as ConnectorId,
    connectorName: readText(body, "connector_name"),
    integrationType: readText(body, "integration_type"),
    status: readOneOf(body, "status", ["not_connected", "active", "needs_reauth", "disconnected"]),
    reason: readTextOrNull(body, "reason"),
    statusSince: readNumberOrNull(body, "status_since"),
    account: readAccount(body),
    requestedScopes: readTexts(body, "requested_scopes"),
    grantedScopes: readTexts(body, "granted_scopes"),
    missingScopes: readTexts(body, "missing_scopes"),
    expiresAt: readNumberOrNull(body, "expires_at"),
    lastRefreshedAt: readNumberOrNull(body, "last_refreshed_at"),
    connectedAt: readNumberOrNull(body, "connected_at"),
    // An older server does not tell.
    revocation: body["revocation"] == null ? null : readOneOf(body, "revocation", revocations),
  };
}

export function toAppUserToken(body: WireObject): AppUserToken {
  return {
    accessToken: readText(body, "access_token"),
    tokenType: readText(body, "token_type"),
    expiresIn: readNumber(body, "expires_in"),
  };
}

function readAccount(body: WireObject): ConnectorAccount | null {
  const account = readObjectOrNull(body, "account");
  if (account === null) return null;
  return {
    id: readText(account, "id"),
    email: readTextOrNull(account, "email"),
    name: readTextOrNull(account, "name"),
  };
}
