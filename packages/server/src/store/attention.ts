/**
 * Which connections of a workspace need somebody, counted by connector. Each statement reads an index that holds
 * those connections alone, or a range of one: what is written out instead of being a parameter lets SQLite see that.
 */
import { sql } from "kysely";
import { aliveOfFew, endingByIndex, isFailing, isRefused } from "./alive.ts";
import { countedMax } from "./bounded-counts.ts";
import { type Condition, endless, endOf, type UnusualConnectors } from "./connection-filters.ts";
import { type Found, groupsOf, groupsWith } from "./connector-groups.ts";
import type { OwnerKind } from "./schema.ts";
import type { Store } from "./store.ts";

export interface FailingGroup {
  readonly connectorId: string;
  readonly failureCode: string;
  readonly count: number;
  /** Whether there may be more. */
  readonly atLeast: boolean;
  /** When one of them was refreshed last; null where none ever was. */
  readonly lastWorkedAt: number | null;
  /** When the first token of them that still lives ends. */
  readonly firstEndsAt: number | null;
}

/** Connections whose refreshes fail: more than once in a row, or because of their OAuth client. */
export async function countFailing(
  store: Store,
  unusual: UnusualConnectors,
  max = countedMax,
): Promise<FailingGroup[]> {
  const now = store.clock.nowSeconds();
  const end = sql.raw(endOf);
  const selected = sql`c.connector_id, c.failure_code,
    coalesce(c.last_refreshed_at, c.connected_at) AS worked_at,
    CASE WHEN ${end} > ${now} AND ${end} < ${sql.raw(endless)} THEN ${end} END AS ends_at`;
  // Each by itself: any number that are refused would hide those that fail for another reason.
  const found = [isRefused, ...isFailing].flatMap((fails) =>
    aliveOfFew(unusual, now).map((isAlive) => ({
      selected,
      some: sql`${activeIn(unusual)} AND ${fails} AND ${isAlive}`,
    })),
  );
  const groups = await groupsWith<{
    readonly connector_id: string;
    readonly failure_code: string;
    readonly worked_at: number | null;
    readonly ends_at: number | null;
  }>(store, unusual.workspaceId, found, {
    columns: ["connector_id", "failure_code"],
    ends: { worked_at: "max", ends_at: "min" },
    max,
  });
  return groups.map(({ row, count, atLeast }) => ({
    connectorId: row.connector_id,
    failureCode: row.failure_code,
    count,
    atLeast,
    lastWorkedAt: row.worked_at,
    firstEndsAt: row.ends_at,
  }));
}

/** Connections of one connector: how many, and the earliest of a moment. */
export interface CountedGroup {
  readonly connectorId: string;
  readonly count: number;
  /** Whether there may be more. */
  readonly atLeast: boolean;
  readonly first: number;
}

/** Connections of which nobody knows whether their last refresh was carried out; `first` since when. */
export async function countInDoubt(
  store: Store,
  unusual: UnusualConnectors,
  max = countedMax,
): Promise<CountedGroup[]> {
  const found = aliveOfFew(unusual, store.clock.nowSeconds()).map((condition) => ({
    selected: sql`c.connector_id, c.outcome_unknown_at AS first`,
    some: sql`${activeIn(unusual)} AND c.outcome_unknown_at IS NOT NULL AND ${condition}`,
  }));
  return await countFirst(store, unusual, found, max);
}

/** Connections that end before a moment, as lists are asked for them by `endsTo`; `first` when the first one does. */
export async function countEnding(
  store: Store,
  unusual: UnusualConnectors,
  endsTo: number,
  max = countedMax,
): Promise<CountedGroup[]> {
  const found = endingByIndex(unusual, store.clock.nowSeconds(), endsTo).map(
    ({ condition, end }) => ({
      selected: sql`c.connector_id, ${end} AS first`,
      some: sql`${activeIn(unusual)} AND ${condition}`,
    }),
  );
  return await countFirst(store, unusual, found, max);
}

const activeIn = ({ workspaceId }: UnusualConnectors): Condition =>
  sql`connections AS c WHERE c.workspace_id = ${workspaceId} AND c.status = 'active'`;

async function countFirst(
  store: Store,
  { workspaceId }: UnusualConnectors,
  found: readonly Found[],
  max: number,
): Promise<CountedGroup[]> {
  const columns = ["connector_id"];
  const groups = await groupsWith<{ readonly connector_id: string; readonly first: number }>(
    store,
    workspaceId,
    found,
    { columns, ends: { first: "min" }, max },
  );
  return groups.map(({ row, count, atLeast }) => ({
    connectorId: row.connector_id,
    count,
    atLeast,
    first: row.first,
  }));
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
    const counted = await groupsOf<{ readonly connector_id: string }>(
      store,
      of[ownerKind],
      (id) =>
        ["active", "needs_reauth"].map(
          (status) => sql`SELECT connector_id FROM connections
            WHERE workspace_id = ${workspaceId} AND connector_id = ${id}
              AND owner_kind = ${sql.lit(ownerKind)} AND status = ${sql.lit(status)}`,
        ),
      { columns: ["connector_id"], ends: {}, max },
    );
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
