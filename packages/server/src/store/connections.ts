/** How table connections is read. Writes stand in connection-writes.ts. */
import { Secret } from "../lib/secret.ts";
import { type Owner, ownerColumns } from "./owner.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { connections } from "./tables/connections.ts";

export type { ConnectionAccount, RefusalStreak } from "./tables/connections.ts";

export type Connection = RecordOf<typeof connections>;

/** What the read of a token needs of a connection: it is read most often, so it reads no more. */
export const tokenConnection = connections.pick(
  "connectionId",
  "workspaceId",
  "connectorId",
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
  "frozenAt",
);
export type TokenConnection = RecordOf<typeof tokenConnection>;

/** Maps a row of the table. */
export const toConnection = connections.read;

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
