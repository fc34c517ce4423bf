/** Which connections end soon, or have ended without anybody looking. */
import { type Expression, type SqlBool, sql } from "kysely";
import { type Connection, toConnection } from "./connections.ts";
import type { Store } from "./store.ts";

export interface Notice {
  /** So long before at most, in seconds. */
  readonly maxSeconds: number;
  /** In the last part of so many of its life. */
  readonly parts: number;
  readonly limit: number;
}

type End = "refresh_token_expires_at" | "expires_at";

/** Active connections whose refresh token is near its end, the soonest first, that nobody was told of. */
export async function listEnding(store: Store, notice: Notice): Promise<Connection[]> {
  const rows = await endingSoon(store, "refresh_token_expires_at", notice).execute();
  return rows.map(toConnection);
}

/**
 * The same of those that have no refresh token and whose access token is near its end, of these
 * connectors.
 */
export async function listEndingTokens(
  store: Store,
  connectorIds: readonly string[],
  notice: Notice,
): Promise<Connection[]> {
  if (connectorIds.length === 0) return [];
  const rows = await endingSoon(store, "expires_at", notice)
    .where("refresh_token", "is", null)
    .where("connector_id", "in", connectorIds)
    .execute();
  return rows.map(toConnection);
}

/** Active connections without a refresh token whose access token is over, of these connectors. */
export async function listOver(
  store: Store,
  connectorIds: readonly string[],
  limit: number,
): Promise<Connection[]> {
  if (connectorIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("status", "=", "active")
    .where("refresh_token", "is", null)
    .where("expires_at", "<=", store.clock.nowSeconds())
    .where("connector_id", "in", connectorIds)
    .orderBy("expires_at")
    .limit(limit)
    .execute();
  return rows.map(toConnection);
}

export interface EndingConnectors {
  /** Some token of theirs ends before this moment. */
  readonly before: number;
  /** The last one of the page before; empty for the first page. */
  readonly after: string;
  readonly limit: number;
}

/**
 * The connectors of active connections without a refresh token whose token ends before a moment, in the
 * order of their ids.
 */
export async function listConnectorsEnding(
  store: Store,
  { before, after, limit }: EndingConnectors,
): Promise<{ readonly workspaceId: string; readonly connectorId: string }[]> {
  const rows = await store.db
    .selectFrom("connections")
    .select(["workspace_id", "connector_id"])
    .distinct()
    .where("status", "=", "active")
    .where("refresh_token", "is", null)
    .where("expires_at", "<=", before)
    .where("connector_id", ">", after)
    .orderBy("connector_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, connectorId: row.connector_id }));
}

function endingSoon(store: Store, end: End, { maxSeconds, parts, limit }: Notice) {
  const now = store.clock.nowSeconds();
  const ref = sql.ref<number>(end);
  const begun = sql`COALESCE(connected_at, last_refreshed_at, created_at)`;
  const isLate: Expression<SqlBool> = sql`(${ref} - ${now}) * ${parts} <= ${ref} - ${begun}`;
  return store.db
    .selectFrom("connections")
    .selectAll()
    .where("status", "=", "active")
    .where(end, "<=", now + maxSeconds)
    .where(end, ">", now)
    .where(isLate)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("events")
            .select("event_id")
            .whereRef("events.connection_id", "=", "connections.connection_id")
            .where("events.type", "=", "connection.ends_soon")
            .whereRef("events.occasion", "=", `connections.${end}`),
        ),
      ),
    )
    .orderBy(end)
    .limit(limit);
}
