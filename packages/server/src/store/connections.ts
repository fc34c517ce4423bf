/** How table connections is read. Writes stand in connection-writes.ts. */
import { sql } from "kysely";
import { DataKeyAbsent } from "../crypto/keyring.ts";
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { type Owner, ownerColumns, type StoredOwner, sealedOwner } from "./owner.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { connections } from "./tables/connections.ts";

export type { ConnectionAccount, RefusalStreak } from "./tables/connections.ts";

export type Connection = RecordOf<typeof connections> & {
  /** Since when nothing is served from it; null where it is not frozen, and where that was not read. */
  readonly frozenAt: number | null;
};

/** What the read of a token needs of a connection: it is read most often, so it reads no more. */
export const tokenConnection = connections.pick(
  "connectionId",
  "workspaceId",
  "appId",
  "connectorId",
  "owner",
  "status",
  "reason",
  "grantedScopes",
  "account",
  "connectionConfig",
  "sealedAccessToken",
  "tokenType",
  "expiresAt",
  "lifetimeSeconds",
  "version",
  "nextRefreshAt",
  "nextTryAt",
  "outcomeUnknownAt",
  "doubtful",
  "leaseUntilMs",
  "connectedAt",
  "lastRefreshedAt",
  "lastUsedAt",
);
export type TokenConnection = RecordOf<typeof tokenConnection>;

/** Maps a row of the table; with `frozenAt` selected besides, it is known whether it is frozen. */
export function toConnection(
  row: Parameters<typeof connections.read>[0] & { readonly frozen_at?: number | null },
): Connection {
  return { ...connections.read(row), frozenAt: row.frozen_at ?? null };
}

/** Since when a connection that is selected is frozen. */
export const frozenAt = sql<number | null>`(SELECT z.frozen_at FROM frozen_connections AS z
  WHERE z.connection_id = connections.connection_id)`.as("frozen_at");

type TokenColumn = "access_token" | "refresh_token";

/** The row that a token stands in, and whose it is. */
export interface TokenPlace {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly appId: string;
  readonly owner: StoredOwner;
}

/** Where a token stands: tokens of one owner's connection open in no other row and for nobody else. */
export function tokenPlace(connection: TokenPlace, column: TokenColumn) {
  return {
    workspace: connection.workspaceId,
    table: "connections",
    row: connection.connectionId,
    column,
    owner: sealedOwner(connection.appId, connection.owner),
  };
}

/** Seals a token for the row it will stand in. Call prepareSealing before. */
export function sealToken(
  store: Store,
  connection: TokenPlace,
  column: TokenColumn,
  token: Secret,
): Buffer {
  return store.keyring.seal(token.reveal(), tokenPlace(connection, column));
}

/**
 * The access token of a connection, at once, for the read of tokens; undefined where it has none, or its key is not in
 * memory and openAccessToken fetches it.
 */
export function accessTokenAtHand(
  store: Store,
  connection: TokenPlace & Pick<Connection, "sealedAccessToken">,
): Secret | undefined {
  const { sealedAccessToken: sealed } = connection;
  if (sealed === null) return undefined;
  try {
    return new Secret(store.keyring.open(sealed, tokenPlace(connection, "access_token")));
  } catch (thrown) {
    if (thrown instanceof DataKeyAbsent) return undefined;
    throw thrown;
  }
}

/** The access token of a connection; null where it has none. */
export async function openAccessToken(
  store: Store,
  connection: TokenPlace & Pick<Connection, "sealedAccessToken">,
): Promise<Secret | null> {
  return await openToken(store, connection, "access_token", connection.sealedAccessToken);
}

/** The refresh token of a connection; null where it has none. */
export async function openRefreshToken(
  store: Store,
  connection: Connection,
): Promise<Secret | null> {
  return await openToken(store, connection, "refresh_token", connection.sealedRefreshToken);
}

async function openToken(
  store: Store,
  connection: TokenPlace,
  column: TokenColumn,
  sealed: Uint8Array | null,
): Promise<Secret | null> {
  if (sealed === null) return null;
  return new Secret(await openSealed(store, sealed, tokenPlace(connection, column)));
}

/** The connection of this id, or undefined. */
export async function getConnection(
  store: Store,
  connectionId: string,
): Promise<Connection | undefined> {
  const row = await store.db
    .selectFrom("connections")
    .selectAll()
    .select(frozenAt)
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
