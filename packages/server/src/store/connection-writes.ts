/**
 * The writes of table connections. Each names the columns it changes and the version or lease it
 * rests on, so that no write undoes another.
 */

import { newHandle } from "../lib/id.ts";
import type { Secret } from "../lib/secret.ts";
import { enterAppUser } from "./app-users.ts";
import { forgetUsersOf } from "./audit-people.ts";
import type { AuthorizingOperator } from "./authorizations.ts";
import {
  type Connection,
  type ConnectionAccount,
  type ConnectionAddress,
  sealToken,
  type TokenPlace,
  toConnection,
} from "./connections.ts";
import { enterProvider } from "./due-refreshes.ts";
import { addEvent, newEvent } from "./events.ts";
import { writeScopes } from "./json-text.ts";
import { ownerColumns } from "./owner.ts";
import { deleteReconnectLink } from "./reconnect-links.ts";
import { holdSealingKey } from "./sealing.ts";
import { inTransaction, type Store } from "./store.ts";
import { enterTimeline, eraseTimelineDetails, type NewTimelineEntry } from "./timeline-entries.ts";

/** Tokens as they are stored. Times are epoch seconds. */
export interface TokenSet {
  readonly accessToken: Secret;
  /** Null keeps the refresh token that is there. */
  readonly refreshToken: Secret | null;
  readonly tokenType: string;
  readonly expiresAt: number | null;
  readonly lifetimeSeconds: number | null;
  readonly refreshTokenExpiresAt: number | null;
  readonly nextRefreshAt: number | null;
}

/**
 * The row for this address, created empty where there is none, and locked until the transaction
 * ends; a user who has no handle gets one. Call it inside a transaction only.
 */
export async function lockConnection(
  store: Store,
  address: ConnectionAddress & { workspaceId: string },
): Promise<Connection> {
  const now = store.clock.nowSeconds();
  const owner = ownerColumns(address.owner);
  await store.db
    .insertInto("connections")
    .values({
      connection_id: newHandle("connection"),
      workspace_id: address.workspaceId,
      app_id: address.appId,
      connector_id: address.connectorId,
      ...owner,
      status: "disconnected",
      status_since: now,
      requested_scopes: "[]",
      granted_scopes: "[]",
      connection_config: "{}",
      version: 0,
      lease_number: 0,
      failure_count: 0,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const query = store.db
    .selectFrom("connections")
    .selectAll()
    .where("app_id", "=", address.appId)
    .where("connector_id", "=", address.connectorId)
    .where((eb) => eb.and(owner));
  const locking = store.database.engine === "postgres" ? query.forUpdate() : query;
  const row = await locking.executeTakeFirstOrThrow();
  if (address.owner.kind === "user") await enterAppUser(store, address.appId, address.owner);
  return toConnection(row);
}

/** The connection as it is, and stays until the transaction ends; undefined where there is none. */
export async function lockConnectionRow(
  store: Store,
  connectionId: string,
): Promise<Connection | undefined> {
  const query = store.db
    .selectFrom("connections")
    .selectAll()
    .where("connection_id", "=", connectionId);
  const locking = store.database.engine === "postgres" ? query.forUpdate() : query;
  const row = await locking.executeTakeFirst();
  return row && toConnection(row);
}

/** What nothing is left of once there are new tokens, or none. */
const noDoubts = {
  access_token_doubtful: 0,
  refused_since: null,
  refused_at: null,
  refused_count: 0,
} as const;

/** The columns that every new token set fills, whoever brings it. */
export function tokenColumns(store: Store, connection: TokenPlace, tokens: TokenSet) {
  return {
    access_token: sealToken(store, connection, "access_token", tokens.accessToken),
    token_type: tokens.tokenType,
    expires_at: tokens.expiresAt,
    lifetime_seconds: tokens.lifetimeSeconds,
    next_refresh_at: tokens.nextRefreshAt,
    next_try_at: null,
    failure_code: null,
    failure_count: 0,
    outcome_unknown_at: null,
    ...noDoubts,
    updated_at: store.clock.nowSeconds(),
  };
}

/** What a completed consent brings. */
export interface ConnectedValues {
  readonly tokens: TokenSet;
  readonly account: ConnectionAccount | null;
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[];
  readonly connectionConfig: Readonly<Record<string, string>>;
  /** Whose budget its background refreshes count against. */
  readonly providerKey: string;
  /** With whom the grant stands, as the provider sees it. */
  readonly grantParty: string;
  /** The client's id there. */
  readonly clientId: string;
  /** Of a shared connection: who authorized it. */
  readonly author?: AuthorizingOperator | null;
  /** Whether without one it stays who it was. */
  readonly keepsAuthor?: boolean;
  /** When it ends, where nothing refreshes it; epoch seconds. */
  readonly endsAt?: number | null;
}

/**
 * Makes a locked connection active with a new grant. It wins over any refresh under way: the lease
 * number moves on. A refresh token of before is dropped even where the new grant has none.
 */
export async function setConnected(
  store: Store,
  connection: Connection,
  values: ConnectedValues,
): Promise<void> {
  const now = store.clock.nowSeconds();
  const { refreshToken } = values.tokens;
  const author = values.author ?? (values.keepsAuthor === true ? connection.author : null);
  await holdSealingKey(store, connection.workspaceId);
  await enterProvider(store, values.providerKey);
  const row = await store.db
    .updateTable("connections")
    .set((eb) => ({
      ...tokenColumns(store, connection, values.tokens),
      author_id: author?.id ?? null,
      author_label: author?.label ?? null,
      author_email: author?.email ?? null,
      validated_at: null,
      refresh_token:
        refreshToken === null ? null : sealToken(store, connection, "refresh_token", refreshToken),
      refresh_token_expires_at: values.tokens.refreshTokenExpiresAt,
      status: "active" as const,
      reason: null,
      status_since: now,
      requested_scopes: writeScopes(values.requestedScopes),
      granted_scopes: writeScopes(values.grantedScopes),
      account_id: values.account?.id ?? null,
      account_email: values.account?.email ?? null,
      account_name: values.account?.name ?? null,
      connection_config: JSON.stringify(values.connectionConfig),
      version: eb("version", "+", 1),
      lease_number: eb("lease_number", "+", 1),
      lease_owner: null,
      lease_until_ms: null,
      connected_at: now,
      last_refreshed_at: null,
      last_used_at: null,
      provider_key: values.providerKey,
      grant_party: values.grantParty,
      client_id: values.clientId,
    }))
    .where("connection_id", "=", connection.connectionId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await deleteReconnectLink(store, connection.connectionId);
  const { endsAt = null } = values;
  const data = endsAt === null ? {} : { ends_at: String(endsAt) };
  await addEvent(store, newEvent("connection.connected", toConnection(row), data));
  await enterTimeline(store, connection.connectionId, connectedEntry(connection, values));
}

/** What the timeline says of a new grant, beside what was there before. */
function connectedEntry(before: Connection, values: ConnectedValues): NewTimelineEntry {
  const { account, grantedScopes, requestedScopes, author = null } = values;
  const was = before.status === "disconnected" ? null : before.account;
  const replaces = was !== null && was.id !== account?.id;
  const isNew = before.status === "disconnected";
  const added = grantedScopes.filter((scope) => !before.grantedScopes.includes(scope));
  return {
    kind: isNew ? "connected" : replaces ? "account_replaced" : "reconnected",
    details: {
      ...(account === null ? {} : { account: account.email ?? account.name ?? account.id }),
      ...(author === null ? {} : { by: author.label }),
      granted: String(requestedScopes.filter((scope) => grantedScopes.includes(scope)).length),
      requested: String(requestedScopes.length),
      ...(isNew || added.length === 0 ? {} : { added: added.join(" ") }),
    },
  };
}

/**
 * Opens a connection again that had ended with its tokens kept: they are tried once more. As long as no
 * refresh says that the access token works, it is `doubtful`. Undefined where it has not ended, or
 * changed since it was read. The version moves on, so that a further end is an occasion of its own.
 */
export async function reopen(
  store: Store,
  connection: Connection,
  { doubtful }: { readonly doubtful: boolean },
): Promise<Connection | undefined> {
  return await inTransaction(store, async (trx) => {
    const now = trx.clock.nowSeconds();
    const row = await trx.db
      .updateTable("connections")
      .set((eb) => ({
        ...noDoubts,
        access_token_doubtful: doubtful ? 1 : 0,
        status: "active" as const,
        reason: null,
        status_since: now,
        version: eb("version", "+", 1),
        lease_number: eb("lease_number", "+", 1),
        failure_code: null,
        failure_count: 0,
        outcome_unknown_at: null,
        updated_at: now,
      }))
      .where("connection_id", "=", connection.connectionId)
      .where("version", "=", connection.version)
      .where("status", "=", "needs_reauth")
      .where("access_token", "is not", null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const opened = toConnection(row);
    await addEvent(trx, newEvent("connection.resumed", opened));
    return opened;
  });
}

/**
 * Marks a connection as disconnected, so that nothing is served from it any more and no refresh can
 * store into it. Its tokens stay until eraseTokens. Returns it as it was, or undefined where it was
 * disconnected before.
 */
export async function setDisconnected(
  store: Store,
  connection: Connection,
): Promise<Connection | undefined> {
  const now = store.clock.nowSeconds();
  const row = await store.db
    .updateTable("connections")
    .set((eb) => ({
      status: "disconnected" as const,
      reason: null,
      status_since: now,
      version: eb("version", "+", 1),
      lease_number: eb("lease_number", "+", 1),
      lease_owner: null,
      lease_until_ms: null,
      next_refresh_at: null,
      next_try_at: null,
      failure_code: null,
      failure_count: 0,
      outcome_unknown_at: null,
      ...noDoubts,
      updated_at: now,
    }))
    .where("connection_id", "=", connection.connectionId)
    .where("status", "<>", "disconnected")
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const ended = toConnection(row);
  // There is nothing any more that could be served.
  await thawConnection(store, connection.connectionId);
  await deleteReconnectLink(store, connection.connectionId);
  await addEvent(store, newEvent("connection.disconnected", ended));
  return ended;
}

/**
 * Erases what setDisconnected left, unless the connection was authorized anew in between; also the account's
 * name where the timeline has it. Call it inside a transaction.
 */
export async function eraseTokens(store: Store, connection: Connection): Promise<void> {
  const { numUpdatedRows } = await store.db
    .updateTable("connections")
    .set({
      access_token: null,
      refresh_token: null,
      token_type: null,
      expires_at: null,
      lifetime_seconds: null,
      refresh_token_expires_at: null,
      account_id: null,
      account_email: null,
      account_name: null,
      grant_party: null,
      connection_config: "{}",
    })
    .where("connection_id", "=", connection.connectionId)
    .where("version", "=", connection.version)
    .where("status", "=", "disconnected")
    .executeTakeFirst();
  if (numUpdatedRows === 1n) await eraseTimelineDetails(store, connection.connectionId);
}

/** Lets go of what froze it. */
async function thawConnection({ db }: Store, connectionId: string): Promise<void> {
  await db.deleteFrom("frozen_connections").where("connection_id", "=", connectionId).execute();
}

/** Forgets a connection, with its timeline, its link and its user's addresses; its grant must have been queued before. */
export async function deleteConnection(store: Store, connectionId: string): Promise<void> {
  await forgetUsersOf(store, { connection_id: connectionId });
  await store.db.deleteFrom("connections").where("connection_id", "=", connectionId).execute();
}
