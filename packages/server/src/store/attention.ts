/**
 * Which connections of a workspace need somebody, counted by connector. Each statement reads an index that holds
 * those connections alone: what is written out instead of being a parameter lets SQLite see that.
 */
import { sql } from "kysely";
import { countedMax, inPortions, readIds } from "./bounded-counts.ts";
import { filtersOf, isOver, ownEndOf, type UnusualConnectors } from "./connection-filters.ts";
import { allOf } from "./connection-pages.ts";
import { groupsOf } from "./connector-groups.ts";
import type { OwnerKind } from "./schema.ts";
import type { Store } from "./store.ts";

/** More groups than these are not looked at. */
const groupsMax = 1_000;

export interface FailingGroup {
  readonly connectorId: string;
  readonly failureCode: string;
  readonly count: number;
  /** When one of them was refreshed last; null where none ever was. */
  readonly lastWorkedAt: number | null;
  /** When the first token of them that still lives ends. */
  readonly firstEndsAt: number | null;
}

/** Connections whose refreshes fail: more than once in a row, or because of their OAuth client. */
export async function countFailing(
  store: Store,
  unusual: UnusualConnectors,
): Promise<FailingGroup[]> {
  const now = store.clock.nowSeconds();
  const rows = await store.db
    .selectFrom("connections")
    .select(["connector_id", "failure_code"])
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.max<number | null>(sql`coalesce(last_refreshed_at, connected_at)`).as("last_worked_at"),
      fn.min<number | null>(sql`CASE WHEN expires_at > ${now} THEN expires_at END`).as("ends_at"),
    ])
    .where("workspace_id", "=", unusual.workspaceId)
    .where("status", "=", sql.lit("active"))
    .where(sql<boolean>`NOT ${isOver(unusual, now)}`)
    .where("failure_code", "is not", null)
    .where("outcome_unknown_at", "is", null)
    .where((eb) =>
      eb.or([eb("failure_code", "=", "connector_misconfigured"), eb("failure_count", ">", 1)]),
    )
    .groupBy(["connector_id", "failure_code"])
    .orderBy("connector_id")
    .limit(groupsMax)
    .execute();
  return rows.map((row) => ({
    connectorId: row.connector_id,
    failureCode: row.failure_code ?? "",
    count: row.count,
    lastWorkedAt: row.last_worked_at,
    firstEndsAt: row.ends_at,
  }));
}

/** Connections of one connector: how many, and the earliest of a moment. */
export interface CountedGroup {
  readonly connectorId: string;
  readonly count: number;
  readonly first: number;
}

/** Connections of which nobody knows whether their last refresh was carried out; `first` since when. */
export async function countInDoubt(
  store: Store,
  unusual: UnusualConnectors,
): Promise<CountedGroup[]> {
  const rows = await store.db
    .selectFrom("connections")
    .select("connector_id")
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.min<number>("outcome_unknown_at").as("first"),
    ])
    .where("workspace_id", "=", unusual.workspaceId)
    .where("status", "=", sql.lit("active"))
    .where(sql<boolean>`NOT ${isOver(unusual, store.clock.nowSeconds())}`)
    .where("outcome_unknown_at", "is not", null)
    .groupBy("connector_id")
    .orderBy("connector_id")
    .limit(groupsMax)
    .execute();
  return rows.map(toGroup);
}

/** Connections that end before a moment, as lists are asked for them by `endsTo`; `first` when the first one does. */
export async function countEnding(
  store: Store,
  unusual: UnusualConnectors,
  endsTo: number,
  max = countedMax,
): Promise<{ readonly groups: readonly CountedGroup[]; readonly atLeast: boolean }> {
  const { workspaceId, engine } = unusual;
  const filters = filtersOf({ endsTo, unusual }, { engine, now: store.clock.nowSeconds() });
  const queries = filters.flatMap(({ indexed }) =>
    (indexed ?? []).map(
      (condition) => sql`SELECT connection_id FROM connections
        WHERE workspace_id = ${workspaceId} AND ${condition}`,
    ),
  );
  const found = await readIds(store, queries, max + 1);
  const groups = new Map<string, CountedGroup>();
  await inPortions(store, found.slice(0, max), async (some) => {
    const { rows } = await sql<{
      readonly connector_id: string;
      readonly count: number | string;
      readonly first: number | string;
    }>`SELECT connector_id, count(*) AS count, min(${ownEndOf(unusual)}) AS first FROM ${some}
      WHERE workspace_id = ${workspaceId} AND ${allOf(filters)} GROUP BY connector_id`.execute(
      store.db,
    );
    for (const { connector_id: connectorId, ...row } of rows) {
      const { count = 0, first = Number(row.first) } = groups.get(connectorId) ?? {};
      groups.set(connectorId, {
        connectorId,
        count: count + Number(row.count),
        first: Math.min(first, Number(row.first)),
      });
    }
    return true;
  });
  return { groups: [...groups.values()], atLeast: found.length > max };
}

function toGroup(row: { connector_id: string; count: number; first: number }): CountedGroup {
  return { connectorId: row.connector_id, count: row.count, first: row.first };
}

/** Connections of a kind that a connector has. */
export interface NotEndedGroup {
  readonly connectorId: string;
  readonly ownerKind: OwnerKind;
  readonly count: number;
  /** Whether there may be more. */
  readonly atLeast: boolean;
}

/** How many connections that are not disconnected these connectors have, each kind of its own, to the bound in each status. */
export async function countNotEnded(
  store: Store,
  workspaceId: string,
  of: { readonly [K in "app" | "user"]: readonly string[] },
  max = countedMax,
): Promise<NotEndedGroup[]> {
  const groups: NotEndedGroup[] = [];
  for (const ownerKind of ["app", "user"] as const) {
    const counted = await groupsOf<{ readonly connector_id: string }>(store, of[ownerKind], {
      columns: ["connector_id"],
      ends: {},
      max,
      of: (id) =>
        ["active", "needs_reauth"].map(
          (status) => sql`SELECT connector_id FROM connections
            WHERE workspace_id = ${workspaceId} AND connector_id = ${id}
              AND owner_kind = ${sql.lit(ownerKind)} AND status = ${sql.lit(status)}`,
        ),
    });
    for (const { row, count, atLeast } of counted) {
      groups.push({ connectorId: row.connector_id, ownerKind, count, atLeast });
    }
  }
  return groups;
}

/** Ids of what is set aside at the moment. */
export async function listIgnored(store: Store, workspaceId: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom("ignored_attention")
    .select("attention_id")
    .where("workspace_id", "=", workspaceId)
    .where("ignored_until", ">", store.clock.nowSeconds())
    .execute();
  return rows.map((row) => row.attention_id);
}

/** Sets something aside, and forgets what was set aside until now. */
export async function putIgnored(
  store: Store,
  { workspaceId, attentionId, until }: { workspaceId: string; attentionId: string; until: number },
): Promise<void> {
  await store.db
    .deleteFrom("ignored_attention")
    .where("workspace_id", "=", workspaceId)
    .where("ignored_until", "<=", store.clock.nowSeconds())
    .execute();
  await store.db
    .insertInto("ignored_attention")
    .values({ workspace_id: workspaceId, attention_id: attentionId, ignored_until: until })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "attention_id"]).doUpdateSet({ ignored_until: until }),
    )
    .execute();
}
