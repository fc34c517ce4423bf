/** Table statistics: counts that any number of processes add to, and series that are read from it. */
import { sql } from "kysely";
import { statusAt, type UnusualConnectors } from "./connection-filters.ts";
import type { Store } from "./store.ts";
import type { Metric, Span, StatisticRow } from "./tables/statistics.ts";

export type { Metric, Span } from "./tables/statistics.ts";

export const spanSeconds = { hour: 3_600, day: 86_400 } as const satisfies Record<Span, number>;

/** How long figures are kept: hours for five weeks, days for thirteen months. */
export const keptSeconds = {
  hour: 35 * 86_400,
  day: 400 * 86_400,
} as const satisfies Record<Span, number>;

/** When the hour or the day (UTC) of a moment began, in epoch seconds. */
export function startOf(span: Span, at: number): number {
  return at - (at % spanSeconds[span]);
}

/** What is counted, and for whom. */
export interface Counted {
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectorId: string;
  readonly metric: Metric;
  readonly detail: string;
  /** When the hour began. */
  readonly hour: number;
  readonly count: number;
  readonly total: number;
}

const key = [
  "workspace_id",
  "metric",
  "span",
  "app_id",
  "connector_id",
  "started_at",
  "detail",
] as const;

/**
 * The rows that these counts go into: by the hour and by the day; of the connector in the app, of the app, of the
 * connector and of the workspace. Each row once, in one order for all processes, so that none waits for
 * another that waits for it.
 */
export function rowsOf(counts: readonly Counted[]): StatisticRow[] {
  const rows = new Map<string, StatisticRow>();
  for (const { workspaceId, metric, detail, hour, count, total, ...place } of counts) {
    for (const span of ["hour", "day"] as const) {
      for (const appId of new Set([place.appId, ""])) {
        for (const connectorId of new Set([place.connectorId, ""])) {
          const started_at = startOf(span, hour);
          const name = [workspaceId, metric, span, appId, connectorId, started_at, detail].join(
            " ",
          );
          const before = rows.get(name);
          rows.set(name, {
            workspace_id: workspaceId,
            metric,
            span,
            app_id: appId,
            connector_id: connectorId,
            started_at,
            detail,
            count: (before?.count ?? 0) + count,
            total: (before?.total ?? 0) + total,
          });
        }
      }
    }
  }
  return [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** Adds to what is there, in one statement: all of the rows or none. */
export async function addCounts(store: Store, rows: readonly StatisticRow[]): Promise<void> {
  await store.db
    .insertInto("statistics")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(key).doUpdateSet((eb) => ({
        count: eb("statistics.count", "+", eb.ref("excluded.count")),
        total: eb("statistics.total", "+", eb.ref("excluded.total")),
      })),
    )
    .execute();
}

/** Puts figures in the place of those that are there, in one statement. */
export async function setCounts(store: Store, rows: readonly StatisticRow[]): Promise<void> {
  await store.db
    .insertInto("statistics")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(key).doUpdateSet((eb) => ({ count: eb.ref("excluded.count") })),
    )
    .execute();
}

export interface SeriesQuery {
  readonly workspaceId: string;
  readonly metric: Metric;
  readonly span: Span;
  /** Null for all of them. */
  readonly appId: string | null;
  readonly connectorId: string | null;
  /** Beginnings of spans, both included. */
  readonly from: number;
  readonly to: number;
}

/** What was counted, in the order of time. */
export async function listCounts(
  store: Store,
  { workspaceId, metric, span, appId, connectorId, from, to }: SeriesQuery,
): Promise<Pick<StatisticRow, "started_at" | "detail" | "count" | "total">[]> {
  return await store.db
    .selectFrom("statistics")
    .select(["started_at", "detail", "count", "total"])
    .where("workspace_id", "=", workspaceId)
    .where("metric", "=", metric)
    .where("span", "=", span)
    .where("app_id", "=", appId ?? "")
    .where("connector_id", "=", connectorId ?? "")
    .where("started_at", ">=", from)
    .where("started_at", "<=", to)
    .orderBy("started_at")
    .execute();
}

/** The next workspaces by id with connections whose states were not counted in this hour yet. */
export async function listUncounted(
  store: Store,
  hour: number,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("workspaces")
    .select("workspace_id")
    .where("workspace_id", ">", after)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("connections")
          .select("connection_id")
          .whereRef("connections.workspace_id", "=", "workspaces.workspace_id"),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("statistics")
            .select("detail")
            .whereRef("statistics.workspace_id", "=", "workspaces.workspace_id")
            .where("metric", "=", "connections")
            .where("span", "=", "hour")
            .where("app_id", "=", "")
            .where("connector_id", "=", "")
            .where("started_at", "=", hour),
        ),
      ),
    )
    .orderBy("workspace_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** A part of a workspace's connections, counted by app, connector and state. */
export interface StatesPage {
  readonly groups: readonly Pick<Counted, "appId" | "connectorId" | "detail" | "count">[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** Counts the next `limit` connections of a workspace in the order of their ids, each in the state that it reads as. */
export async function countStatesPage(
  store: Store,
  unusual: UnusualConnectors,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<StatesPage> {
  const { workspaceId } = unusual;
  const status = statusAt(unusual, store.clock.nowSeconds());
  const beyond = store.db
    .selectFrom("connections")
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", ">", after);
  const end = await beyond
    .select("connection_id")
    .orderBy("connection_id")
    .offset(limit - 1)
    .limit(1)
    .executeTakeFirst();
  const next = end?.connection_id ?? null;
  const rows = await beyond
    .$if(next !== null, (query) => query.where("connection_id", "<=", next ?? ""))
    .select(["app_id", "connector_id", status.as("state")])
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .groupBy(["app_id", "connector_id", "state"])
    .execute();
  const groups = rows.map((row) => ({
    appId: row.app_id,
    connectorId: row.connector_id,
    detail: row.state,
    count: row.count,
  }));
  return { groups, next };
}

/** What one statement deletes, so that nobody waits long for it, and how many there are at once. */
const portion = 1_000;
const portionsMax = 50;

/** Forgets the figures of spans that began before, the oldest first; at most 50,000 at once. */
export async function deleteStatisticsBefore(
  store: Store,
  span: Span,
  before: number,
): Promise<void> {
  for (let portions = 0; portions < portionsMax; portions += 1) {
    // By their keys: any number of rows began at the same moment.
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM statistics WHERE (${sql.join(key.map((column) => sql.ref(column)))}) IN (
        SELECT ${sql.join(key.map((column) => sql.ref(column)))} FROM statistics
        WHERE span = ${span} AND started_at < ${before} ORDER BY started_at LIMIT ${portion}
      )`.execute(store.db);
    if (numAffectedRows < portion) return;
  }
}
