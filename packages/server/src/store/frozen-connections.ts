/**
 * Table frozen_connections: the read of a token takes it along. It has few columns and indexes, so that many are marked at once:
 * what freezes or thaws them does so in one statement, so that from its commit on every process refuses all of them.
 */
import { sql } from "kysely";
import { countedMax } from "./bounded-counts.ts";
import type { Condition } from "./connection-filters.ts";
import { endedBy, type FrozenScope, isAbout } from "./freezes.ts";
import { meantBy, type OperationFilter } from "./operation-targets.ts";
import type { Store } from "./store.ts";

/**
 * Freezes connections of these conditions, in one statement. Answers how many. An operation that is to end them (`toEnd`)
 * takes those that are frozen, too; of another they stay its.
 */
export async function freezeRows(
  store: Store,
  workspaceId: string,
  input: {
    readonly filter: OperationFilter | null;
    readonly by: string;
    readonly at: number;
    readonly toEnd: boolean;
  },
): Promise<number> {
  const { filter, by, at, toEnd } = input;
  if (filter === null) return 0;
  const again = toEnd ? sql`UPDATE SET frozen_by = excluded.frozen_by` : sql`NOTHING`;
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO frozen_connections (connection_id, workspace_id, frozen_at, frozen_by)
    SELECT connection_id, workspace_id, ${sql.lit(at)}, cast(${by} AS text) FROM connections
    WHERE workspace_id = ${workspaceId} AND status <> 'disconnected' AND ${meantBy(store, filter)}
    ON CONFLICT (connection_id) DO ${again}`.execute(store.db);
  return Number(numAffectedRows);
}

interface ThawCondition {
  /** On a row `z` of what is frozen. */
  readonly marked: Condition;
  /** On the connection. */
  readonly meant: Condition;
  readonly scope: FrozenScope | null;
}

const anything = sql`1 = 1`;

/**
 * What an unfreeze is about: frozen connections of these conditions that no other freeze is about, and no operation that is
 * to end them.
 */
function thawable(workspaceId: string, { marked, meant, scope }: ThawCondition): Condition {
  const about = isAbout({
    appId: sql`connections.app_id`,
    connectorId: sql`connections.connector_id`,
    ownerKind: sql`connections.owner_kind`,
    userId: sql`connections.user_id`,
    userIssuer: sql`connections.user_issuer`,
  });
  return sql`workspace_id = ${workspaceId} AND ${meant} AND connection_id IN (
      SELECT z.connection_id FROM frozen_connections AS z
      WHERE z.workspace_id = ${workspaceId} AND ${marked} AND NOT EXISTS (
        SELECT 1 FROM operations AS r
        WHERE r.operation_id = z.frozen_by AND r.status IN ('queued', 'running')))
    AND NOT EXISTS (SELECT 1 FROM freezes AS f
      WHERE f.workspace_id = ${workspaceId} AND (${endedBy(workspaceId, scope)}) IS NOT TRUE AND ${about})`;
}

/** What an unfreeze is asked to be about: connections, and the freezes that end with it. Null: none. */
interface Thaw {
  readonly filter: OperationFilter | null;
  readonly scope: FrozenScope | null;
}

/** How many an unfreeze would be about, by app, as far as they are counted. */
export async function countThawable(
  store: Store,
  workspaceId: string,
  { filter, scope }: Thaw,
): Promise<{ readonly appId: string; readonly count: number }[]> {
  if (filter === null) return [];
  const meant = meantBy(store, filter);
  const { rows } = await sql<{ app_id: string; count: number | string }>`
    SELECT app_id, count(*) AS count FROM (
      SELECT app_id FROM connections WHERE ${thawable(workspaceId, { marked: anything, meant, scope })}
      LIMIT ${sql.lit(countedMax + 1)}
    ) AS found GROUP BY app_id ORDER BY app_id`.execute(store.db);
  return rows.map(({ app_id: appId, count }) => ({ appId, count: Number(count) }));
}

/** The receipts of an unfreeze, written before it, and what it is about thawed by them. Answers how many. */
export async function thawRows(
  store: Store,
  workspaceId: string,
  { filter, scope, by, at }: Thaw & { readonly by: string; readonly at: number },
): Promise<number> {
  if (filter === null) return 0;
  const of = thawable(workspaceId, { marked: anything, meant: meantBy(store, filter), scope });
  await insertReceipts(store, { result: "unfrozen", by, at, of });
  return await thaw(
    store,
    sql`SELECT connection_id FROM operation_receipts WHERE operation_id = ${by}`,
  );
}

/** Lets go of what an operation has frozen and not ended; what was frozen before, or another freeze is about, stays so. */
export async function thawLeft(
  store: Store,
  workspaceId: string,
  { operationId: by, createdAt }: { readonly operationId: string; readonly createdAt: number },
): Promise<number> {
  const marked = sql`z.frozen_by = ${by} AND z.frozen_at >= ${createdAt}`;
  const left = thawable(workspaceId, { marked, meant: anything, scope: null });
  return await thaw(store, sql`SELECT connection_id FROM connections WHERE ${left}`);
}

async function thaw({ db }: Store, which: Condition): Promise<number> {
  const { numAffectedRows = 0n } =
    await sql`DELETE FROM frozen_connections WHERE connection_id IN (${which})`.execute(db);
  return Number(numAffectedRows);
}

/** A receipt for each connection that an operation froze. */
export async function insertFreezeReceipts(
  store: Store,
  workspaceId: string,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  const of = sql`connection_id IN (SELECT z.connection_id FROM frozen_connections AS z
    WHERE z.workspace_id = ${workspaceId} AND z.frozen_by = ${by})`;
  await insertReceipts(store, { result: "frozen", by, at, of });
}

async function insertReceipts(
  { db }: Store,
  receipt: {
    readonly result: "frozen" | "unfrozen";
    readonly by: string;
    readonly at: number;
    readonly of: Condition;
  },
): Promise<void> {
  const { result, by, at, of } = receipt;
  await sql`INSERT INTO operation_receipts
      (operation_id, connection_id, app_id, integration_type, result, done_at)
    SELECT cast(${by} AS text), connections.connection_id, connections.app_id, (SELECT connectors.integration_type
      FROM connectors WHERE connectors.connector_id = connections.connector_id),
      ${sql.lit(result)}, ${sql.lit(at)}
    FROM connections WHERE ${of}`.execute(db);
}

/** Whose the connections are that an operation has receipts of. */
export async function appsOfReceipts(
  { db }: Store,
  operationId: string,
): Promise<{ readonly appId: string; readonly count: number }[]> {
  const rows = await db
    .selectFrom("operation_receipts")
    .select((eb) => ["app_id", eb.fn.countAll<number | string>().as("count")])
    .where("operation_id", "=", operationId)
    .groupBy("app_id")
    .orderBy("app_id")
    .execute();
  return rows.map(({ app_id: appId, count }) => ({ appId, count: Number(count) }));
}

/** Of a connection that is not frozen and was marked as it ended. */
export async function dropStaleMark({ db }: Store, connectionId: string): Promise<void> {
  await db.deleteFrom("frozen_connections").where("connection_id", "=", connectionId).execute();
}
