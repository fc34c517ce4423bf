/**
 * Connections that are frozen: a column of their rows, which the read of a token reads anyway. What freezes or thaws many does
 * so in one statement, so that from its commit on every process refuses all of them.
 */
import { type RawBuilder, sql } from "kysely";
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
  const { numUpdatedRows } = await store.db
    .updateTable("connections")
    .set((eb) => ({ frozen_at: eb.fn.coalesce("frozen_at", eb.val(at)), frozen_by: by }))
    .where("workspace_id", "=", workspaceId)
    .where("status", "<>", "disconnected")
    .$if(!toEnd, (some) => some.where("frozen_at", "is", null))
    .where(meantBy(store, filter) as RawBuilder<boolean>)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/**
 * What an unfreeze is about: frozen connections of these conditions that no other freeze is about, and no operation that is
 * to end them.
 */
function thawable(
  workspaceId: string,
  { meant, scope }: { readonly meant: Condition; readonly scope: FrozenScope | null },
): Condition {
  const about = isAbout({
    appId: sql`connections.app_id`,
    connectorId: sql`connections.connector_id`,
    ownerKind: sql`connections.owner_kind`,
    userId: sql`connections.user_id`,
    userIssuer: sql`connections.user_issuer`,
  });
  return sql`workspace_id = ${workspaceId} AND frozen_at IS NOT NULL AND ${meant}
    AND NOT EXISTS (SELECT 1 FROM freezes AS f
      WHERE f.workspace_id = ${workspaceId} AND (${endedBy(workspaceId, scope)}) IS NOT TRUE AND ${about})
    AND NOT EXISTS (SELECT 1 FROM operations AS r
      WHERE r.operation_id = connections.frozen_by AND r.status IN ('queued', 'running'))`;
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
      SELECT app_id FROM connections WHERE ${thawable(workspaceId, { meant, scope })}
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
  const of = thawable(workspaceId, { meant: meantBy(store, filter), scope });
  await insertReceipts(store, { result: "unfrozen", by, at, of });
  return await thaw(
    store,
    sql`connection_id IN (SELECT connection_id FROM operation_receipts WHERE operation_id = ${by})`,
  );
}

/** Lets go of what an operation has frozen and not ended; what was frozen before, or another freeze is about, stays so. */
export async function thawLeft(
  store: Store,
  workspaceId: string,
  { operationId: by, createdAt }: { readonly operationId: string; readonly createdAt: number },
): Promise<number> {
  const meant = sql`frozen_by = ${by} AND frozen_at >= ${createdAt}`;
  const left = thawable(workspaceId, { meant, scope: null });
  return await thaw(store, left);
}

async function thaw(store: Store, which: Condition): Promise<number> {
  const { numUpdatedRows } = await store.db
    .updateTable("connections")
    .set({ frozen_at: null, frozen_by: null })
    .where(which as RawBuilder<boolean>)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** A receipt for each connection that an operation froze. */
export async function insertFreezeReceipts(
  store: Store,
  workspaceId: string,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  const of = sql`workspace_id = ${workspaceId} AND frozen_at IS NOT NULL AND frozen_by = ${by}`;
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
