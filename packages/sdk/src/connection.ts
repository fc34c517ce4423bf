/** From the server's JSON, in wire case, to the public types. */
import type { ConnectorId } from "./connector-registries.ts";
import type {
  AppUserConnection,
  AppUserToken,
  CompletedAuthorization,
  ConnectorAccount,
  ConnectorConnectionResponse,
  ConnectorLogo,
  Receipt,
} from "./connector-types.ts";
import type * as v1 from "./v1-shapes.ts";
import type { Account, Connection, MyConnector, Receipts, Token, UserToken } from "./v1-shapes.ts";
import {
  readNumber,
  readNumberOrNull,
  readObject,
  readObjectOrNull,
  readObjects,
  readText,
  readTextOrNull,
  readTextRecord,
  readTexts,
  type Unread,
  type WireObject,
} from "./wire.ts";

export function toConnectionResponse(body: Unread<Token>): ConnectorConnectionResponse {
  const connector: Unread<Token["connector"]> = readObject(body, "connector");
  return {
    integrationType: readText(connector, "type"),
    connectorId: readText(connector, "id") as ConnectorId,
    connectionId: readText(body, "connection_id"),
    accessToken: readText(body, "access_token"),
    connectionConfig: readTextRecord(body, "settings"),
    connectionValues: readTextRecord(body, "values"),
    expiresAt: readTextOrNull(body, "expires_at"),
    expiresIn: readNumberOrNull(body, "expires_in"),
    tokenType: readText(body, "token_type"),
    version: readNumber(body, "version"),
    grantedScopes: readTexts(body, "granted_scopes"),
    account: toAccount(readObjectOrNull(body, "account")),
    ...(body.hosts === undefined ? {} : { hosts: readTexts(body, "hosts") }),
  };
}

/** A connector's connections; where there is none, one that says so. */
export function toAppUserConnections(body: Unread<MyConnector>): AppUserConnection[] {
  const connector = {
    connectorId: readText(body, "id") as ConnectorId,
    connectorName: readText(body, "name"),
    integrationType: readText(body, "type"),
    logo: toLogo(body),
  };
  const connections = readObjects(body, "connections").map(toConnection);
  const all = connections.length === 0 ? [neverConnected()] : connections;
  return all.map((connection) => ({ ...connector, ...connection }));
}

/** What became of a consent that an app completed. */
export function toCompleted(body: Unread<v1.CompletedAuthorization>): CompletedAuthorization {
  const authorization: Unread<v1.Authorization> = readObject(body, "authorization");
  const error: Unread<{ code: string }> | null = readObjectOrNull(authorization, "error");
  const connection = readObjectOrNull(body, "connection");
  return {
    status: readText(authorization, "status"),
    error: error === null ? null : readText(error, "code"),
    connection: connection === null ? null : toOwnConnection(connection),
    choiceUrl: readTextOrNull(body, "choice_url"),
  };
}

function toOwnConnection(body: WireObject): AppUserConnection {
  const connector: Unread<{ id: string; type: string; name: string }> = readObject(
    body,
    "connector",
  );
  return {
    connectorId: readText(connector, "id") as ConnectorId,
    connectorName: readText(connector, "name"),
    integrationType: readText(connector, "type"),
    logo: null,
    ...toConnection(body),
  };
}

type OfConnection = Omit<
  AppUserConnection,
  "connectorId" | "connectorName" | "integrationType" | "logo"
>;

/** Servers of before tell none. */
function toLogo(body: Unread<MyConnector>): ConnectorLogo | null {
  const logo: Unread<ConnectorLogo> | null = readObjectOrNull({ logo: null, ...body }, "logo");
  return logo === null ? null : { path: readText(logo, "path"), color: readText(logo, "color") };
}

function toConnection(body: Unread<Connection>): OfConnection {
  return {
    connectionId: readText(body, "id"),
    status: readText(body, "status"),
    reason: readTextOrNull(body, "reason"),
    statusSince: readText(body, "status_since"),
    account: toAccount(readObjectOrNull(body, "account")),
    requestedScopes: readTexts(body, "requested_scopes"),
    grantedScopes: readTexts(body, "granted_scopes"),
    missingScopes: readTexts(body, "missing_scopes"),
    expiresAt: readTextOrNull(body, "expires_at"),
    lastRefreshedAt: readTextOrNull(body, "last_refreshed_at"),
    connectedAt: readTextOrNull(body, "connected_at"),
    revocation: readTextOrNull(body, "revocation"),
  };
}

function neverConnected(): OfConnection {
  return {
    connectionId: null,
    status: "not_connected",
    reason: null,
    statusSince: null,
    account: null,
    requestedScopes: [],
    grantedScopes: [],
    missingScopes: [],
    expiresAt: null,
    lastRefreshedAt: null,
    connectedAt: null,
    revocation: null,
  };
}

export function toReceipts(body: Unread<Receipts>): Receipt[] {
  return readObjects(body, "receipts").map((one: Unread<Receipts["receipts"][number]>) => ({
    connectionId: readText(one, "connection_id"),
    revocation: readText(one, "revocation"),
  }));
}

export function toAppUserToken(body: Unread<UserToken>): AppUserToken {
  return {
    accessToken: readText(body, "access_token"),
    tokenType: readText(body, "token_type"),
    expiresIn: readNumber(body, "expires_in"),
  };
}

function toAccount(account: Unread<Account> | null): ConnectorAccount | null {
  if (account === null) return null;
  return {
    id: readText(account, "id"),
    email: readTextOrNull(account, "email"),
    name: readTextOrNull(account, "name"),
  };
}
