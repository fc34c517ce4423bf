/** Table connections: what it holds, and how it is read. Writes stand in connection-writes.ts. */
import type { Selectable } from "kysely";
import { Secret } from "../lib/secret.ts";
import type { Author } from "./authorizations.ts";
import { type Owner, ownerColumns, type StoredOwner, toOwner } from "./owner.ts";
import type { ConnectionRow, ConnectionStatus, ReauthReason } from "./schema.ts";
import { parseMap, parseScopes, type Store } from "./store.ts";

export interface ConnectionAccount {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

export interface Connection {
  readonly connectionId: string;
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectorId: string;
  readonly owner: StoredOwner;
  readonly status: ConnectionStatus;
  readonly reason: ReauthReason | null;
  readonly statusSince: number;
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[];
  readonly account: ConnectionAccount | null;
  readonly connectionConfig: Readonly<Record<string, string>>;
  readonly sealedAccessToken: Uint8Array | null;
  readonly sealedRefreshToken: Uint8Array | null;
  readonly tokenType: string;
  readonly expiresAt: number | null;
  readonly lifetimeSeconds: number | null;
  readonly refreshTokenExpiresAt: number | null;
  readonly version: number;
  /** Who refreshes it, or began to and never ended; null where nobody does. */
  readonly leaseOwner: string | null;
  readonly leaseNumber: number;
  readonly leaseUntilMs: number | null;
  readonly nextRefreshAt: number | null;
  readonly nextTryAt: number | null;
  readonly failureCode: string | null;
  readonly failureCount: number;
  readonly connectedAt: number | null;
  readonly lastRefreshedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly outcomeUnknownAt: number | null;
  /** Whether the access token may have died with a refresh whose answer was lost. */
  readonly doubtful: boolean;
  /** The refusals of the refresh that keep coming; null where none does. */
  readonly refused: RefusalStreak | null;
  readonly providerKey: string | null;
  /** Authorization server and client of its grant; null in rows of an earlier version. */
  readonly grantParty: string | null;
  /** Of a shared connection: who authorized it; null where that is not known. */
  readonly author: Author | null;
}

/** Refusals of the refresh without a success between them. Times are epoch seconds. */
export interface RefusalStreak {
  readonly since: number;
  readonly lastAt: number;
  /** How many came while the client was known to work. */
  readonly count: number;
}

/** What the read of a token needs of a connection: it is read most often, so it reads no more. */
export type TokenConnection = Pick<
  Connection,
  | "connectionId"
  | "workspaceId"
  | "connectorId"
  | "status"
  | "reason"
  | "grantedScopes"
  | "account"
  | "connectionConfig"
  | "sealedAccessToken"
  | "tokenType"
  | "expiresAt"
  | "lifetimeSeconds"
  | "version"
  | "nextRefreshAt"
  | "nextTryAt"
  | "outcomeUnknownAt"
  | "doubtful"
  | "leaseUntilMs"
  | "connectedAt"
  | "lastRefreshedAt"
  | "lastUsedAt"
>;

/** The columns that a TokenConnection is made of. */
export const tokenConnectionColumns = [
  "connection_id",
  "workspace_id",
  "connector_id",
  "status",
  "reason",
  "granted_scopes",
  "account_id",
  "account_email",
  "account_name",
  "connection_config",
  "access_token",
  "token_type",
  "expires_at",
  "lifetime_seconds",
  "version",
  "next_refresh_at",
  "next_try_at",
  "outcome_unknown_at",
  "access_token_doubtful",
  "lease_until_ms",
  "connected_at",
  "last_refreshed_at",
  "last_used_at",
] as const satisfies readonly (keyof ConnectionRow)[];

export type TokenConnectionRow = Pick<
  Selectable<ConnectionRow>,
  (typeof tokenConnectionColumns)[number]
>;

/** Maps what the read of a token selects. */
export function toTokenConnection(row: TokenConnectionRow): TokenConnection {
  return {
    connectionId: row.connection_id,
    workspaceId: row.workspace_id,
    connectorId: row.connector_id,
    status: row.status,
    reason: row.reason,
    grantedScopes: parseScopes(row.granted_scopes),
    account:
      row.account_id === null
        ? null
        : { id: row.account_id, email: row.account_email, name: row.account_name },
    connectionConfig: parseMap(row.connection_config),
    sealedAccessToken: row.access_token,
    tokenType: row.token_type ?? "Bearer",
    expiresAt: row.expires_at,
    lifetimeSeconds: row.lifetime_seconds,
    version: row.version,
    nextRefreshAt: row.next_refresh_at,
    nextTryAt: row.next_try_at,
    outcomeUnknownAt: row.outcome_unknown_at,
    doubtful: row.access_token_doubtful === 1,
    leaseUntilMs: row.lease_until_ms,
    connectedAt: row.connected_at,
    lastRefreshedAt: row.last_refreshed_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Maps a row of the table. */
export function toConnection(row: Selectable<ConnectionRow>): Connection {
  return {
    ...toTokenConnection(row),
    appId: row.app_id,
    owner: toOwner(row),
    statusSince: row.status_since,
    requestedScopes: parseScopes(row.requested_scopes),
    sealedRefreshToken: row.refresh_token,
    refreshTokenExpiresAt: row.refresh_token_expires_at,
    leaseOwner: row.lease_owner,
    leaseNumber: row.lease_number,
    refused: row.refused_since === null ? null : streakOf(row),
    failureCode: row.failure_code,
    failureCount: row.failure_count,
    providerKey: row.provider_key,
    grantParty: row.grant_party,
    author:
      row.author_id === null
        ? null
        : { id: row.author_id, label: row.author_label ?? "", email: row.author_email },
  };
}

function streakOf(row: Selectable<ConnectionRow>): RefusalStreak {
  const { refused_since: since, refused_at: lastAt, refused_count: count } = row;
  return { since: since ?? 0, lastAt: lastAt ?? since ?? 0, count };
}

type TokenColumn = "access_token" | "refresh_token";

function tokenPlace(
  connection: { workspaceId: string; connectionId: string },
  column: TokenColumn,
) {
  return {
    workspace: connection.workspaceId,
    table: "connections",
    row: connection.connectionId,
    column,
  };
}

/** Seals a token for the row it will stand in. */
export function sealToken(
  store: Store,
  connection: { workspaceId: string; connectionId: string },
  column: TokenColumn,
  token: Secret,
): Buffer {
  return store.keyring.seal(token.reveal(), tokenPlace(connection, column));
}

/** The access token of a connection; null where it has none. */
export function openAccessToken(
  store: Store,
  connection: Pick<Connection, "workspaceId" | "connectionId" | "sealedAccessToken">,
): Secret | null {
  return openToken(store, connection, "access_token", connection.sealedAccessToken);
}

/** The refresh token of a connection; null where it has none. */
export function openRefreshToken(store: Store, connection: Connection): Secret | null {
  return openToken(store, connection, "refresh_token", connection.sealedRefreshToken);
}

function openToken(
  store: Store,
  connection: Pick<Connection, "workspaceId" | "connectionId">,
  column: TokenColumn,
  sealed: Uint8Array | null,
): Secret | null {
  if (sealed === null) return null;
  return new Secret(store.keyring.open(sealed, tokenPlace(connection, column)));
}

/** The connection of this id, or undefined. */
export async function getConnection(
  store: Store,
  connectionId: string,
): Promise<Connection | undefined> {
  const row = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .executeTakeFirst();
  return row && toConnection(row);
}

/** The workspace's connection of this id, or undefined. */
export async function getWorkspaceConnection(
  store: Store,
  workspaceId: string,
  connectionId: string,
): Promise<Connection | undefined> {
  const connection = await getConnection(store, connectionId);
  return connection?.workspaceId === workspaceId ? connection : undefined;
}

export interface ConnectionAddress {
  readonly appId: string;
  readonly connectorId: string;
  readonly owner: Owner;
}

/** The owner's connection for a connector in an app, or undefined. There is at most one. */
export async function findConnection(
  store: Store,
  address: ConnectionAddress,
): Promise<Connection | undefined> {
  const row = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("app_id", "=", address.appId)
    .where("connector_id", "=", address.connectorId)
    .where((eb) => eb.and(ownerColumns(address.owner)))
    .executeTakeFirst();
  return row && toConnection(row);
}
