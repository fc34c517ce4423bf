/** Table connections, counted: how many a change would touch. */

import { sql } from "kysely";
import { aliveOf, connectorsWithActive } from "./alive.ts";
import { countedMax, elementsOf, inPortions, pause, readIds } from "./bounded-counts.ts";
import { type Condition, endless, endOf, type UnusualConnectors } from "./connection-filters.ts";
import { parseScopes } from "./json-text.ts";
import type { OwnerKind } from "./owner.ts";
import type { Store } from "./store.ts";

/** Connections that work now and are alike in all of this. */
export interface LiveCount {
  readonly appId: string;
  readonly appName: string;
  readonly ownerKind: OwnerKind;
  /** Empty where they were not asked for. */
  readonly requestedScopes: readonly string[];
  readonly count: number;
}

export interface LiveCounts {
  readonly groups: readonly LiveCount[];
  /** Of which owners there are more than were counted. */
  readonly more: readonly OwnerKind[];
}

/** Those of a connector, or of all the connectors of a type. */
export type CountedConnectors = {
  readonly workspaceId: string;
  readonly unusual: UnusualConnectors;
} & ({ readonly connectorId: string } | { readonly integrationType: string });

const kinds: readonly OwnerKind[] = ["app", "user"];

interface Row {
  readonly app_id: string;
  readonly requested_scopes?: string;
  readonly count: number | string;
}

/**
 * The apps' shared ones and their users' are counted apart, as a change may be about one kind alone. `byScopes`: the scopes
 * stand in no index, and each connection is looked at.
 */
export async function countActive(
  store: Store,
  of: CountedConnectors,
  { byScopes, max = countedMax }: { readonly byScopes: boolean; readonly max?: number },
): Promise<LiveCounts> {
  const more: OwnerKind[] = [];
  const groups: Omit<LiveCount, "appName">[] = [];
  for (const ownerKind of kinds) {
    const counted = byScopes
      ? await countByScopes(store, aliveIn(store, of, ownerKind), max)
      : await countByApp(store, aliveIn(store, of, ownerKind), max);
    if (counted.isMore) more.push(ownerKind);
    for (const { app_id: appId, requested_scopes: scopes = "[]", count } of counted.rows) {
      const requestedScopes = parseScopes(scopes);
      groups.push({ appId, ownerKind, requestedScopes, count: Number(count) });
    }
  }
  return { groups: await named(store, of.workspaceId, groups), more };
}

interface Counted {
  readonly rows: readonly Row[];
  readonly isMore: boolean;
}

async function countByApp(
  { db }: Store,
  queries: readonly Condition[],
  max: number,
): Promise<Counted> {
  const rows: Row[] = [];
  let left = max + 1;
  for (const query of queries) {
    const { rows: found } = await sql<Row>`SELECT app_id, count(*) AS count
      FROM (${query} LIMIT ${sql.lit(left)}) AS found GROUP BY app_id`.execute(db);
    left -= sumOf(found);
    rows.push(...found);
    await pause();
    if (left === 0) break;
  }
  if (left > 0) return { rows, isMore: false };
  return { rows: withoutOne(rows), isMore: true };
}

/** Without the one that was counted to see whether there are more. */
function withoutOne(rows: readonly Row[]): readonly Row[] {
  const last = rows.at(-1);
  const count = Number(last?.count) - 1;
  const before = rows.slice(0, -1);
  return last === undefined || count === 0 ? before : [...before, { ...last, count }];
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, { count }) => sum + Number(count), 0);

async function countByScopes(
  store: Store,
  queries: readonly Condition[],
  max: number,
): Promise<Counted> {
  const found = await readIds(store, queries, max + 1);
  const rows: Row[] = [];
  await inPortions(store, found.slice(0, max), async (some) => {
    const { rows: counted } = await sql<Row>`
      SELECT app_id, requested_scopes, count(*) AS count FROM ${some}
      GROUP BY app_id, requested_scopes`.execute(store.db);
    rows.push(...counted);
    return true;
  });
  return { rows, isMore: found.length > max };
}

/** When the last token ends of those that `countActive` counts; null where nothing says. */
export async function lastTokenEndOf(store: Store, of: CountedConnectors): Promise<number | null> {
  const end = sql.raw(endOf);
  const ends: number[] = [];
  for (const query of kinds.flatMap((kind) => aliveIn(store, of, kind))) {
    const { rows } = await sql<{ readonly ends_at: number | string }>`
      ${query} AND ${end} < ${sql.raw(endless)} ORDER BY ${end} DESC LIMIT 1`.execute(store.db);
    ends.push(...rows.map((row) => Number(row.ends_at)));
    await pause();
  }
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Queries of `connection_id`, `app_id` and `ends_at`, which find no connection twice. */
function aliveIn(store: Store, of: CountedConnectors, kind: OwnerKind): Condition[] {
  const { workspaceId, unusual } = of;
  const connectors =
    "connectorId" in of
      ? sql`k.connector_id = ${of.connectorId}`
      : sql`k.integration_type = ${of.integrationType}`;
  return aliveOf(unusual, store.clock.nowSeconds()).map(
    (condition) => sql`SELECT c.connection_id, c.app_id, ${sql.raw(endOf)} AS ends_at
      FROM ${connectorsWithActive(workspaceId, connectors, kind)} AND ${condition}`,
  );
}

/** With the names of their apps, and by these. */
async function named(
  { database, db }: Store,
  workspaceId: string,
  groups: readonly Omit<LiveCount, "appName">[],
): Promise<LiveCount[]> {
  const ids = [...new Set(groups.map(({ appId }) => appId))];
  const { rows } = await sql<{ readonly app_id: string; readonly name: string }>`
    SELECT app_id, name FROM apps WHERE workspace_id = ${workspaceId}
      AND app_id IN (${elementsOf(database.engine, ids)})`.execute(db);
  const names = new Map(rows.map((row) => [row.app_id, row.name]));
  return groups
    .map((group) => ({ ...group, appName: names.get(group.appId) ?? group.appId }))
    .sort((one, other) => (one.appName < other.appName ? -1 : 1));
}
