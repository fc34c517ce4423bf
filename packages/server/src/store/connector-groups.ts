/** Connections counted by connector, each to a bound of its own: none takes long, and none hides another one. */
import { sql } from "kysely";
import { pause } from "./bounded-counts.ts";
import type { Condition } from "./connection-filters.ts";
import type { Store } from "./store.ts";

/** More connectors than these are not looked at. */
const connectorsMax = 1_000;

/** The connectors `k` of which any of these finds a connection `c`. */
async function connectorsWith(
  store: Store,
  workspaceId: string,
  any: readonly Condition[],
): Promise<string[]> {
  const has = any.map(
    (some) => sql`EXISTS (SELECT 1 FROM ${some} AND c.connector_id = k.connector_id)`,
  );
  const { rows } = await sql<{ connector_id: string }>`SELECT k.connector_id FROM connectors AS k
    WHERE k.workspace_id = ${workspaceId} AND (${sql.join(has, sql` OR `)})
    ORDER BY k.connector_id LIMIT ${sql.lit(connectorsMax)}`.execute(store.db);
  return rows.map(({ connector_id: id }) => id);
}

/**
 * Connectors that one statement counts the connections of: to ten thousand each, and by each of their queries. SQLite
 * holds the event loop meanwhile.
 */
const connectorsAtOnce = { sqlite: 1, postgres: 10 } as const;

/** How rows are counted. */
export interface Counting {
  /** By these of their columns. */
  readonly columns: readonly string[];
  /** Columns of which the least or greatest is told. */
  readonly ends: Readonly<Record<string, "min" | "max">>;
  readonly max: number;
}

/** Connections `c` of connectors `k`: what is read of each, and where from. */
export interface Found {
  readonly selected: Condition;
  readonly some: Condition;
}

export interface Group<Row> {
  /** Its columns, and ends. */
  readonly row: Row;
  readonly count: number;
  /** Whether there may be more: there are more of the connector's than are counted by one of the queries that found these. */
  readonly atLeast: boolean;
}

type Value = string | number | null;
type Values = Readonly<Record<string, Value>>;

/** What these find, none of which finds what another one does, of whichever connectors. */
export async function groupsWith<Row extends object>(
  store: Store,
  workspaceId: string,
  found: readonly Found[],
  counting: Counting,
): Promise<Group<Row>[]> {
  const ids = await connectorsWith(
    store,
    workspaceId,
    found.map(({ some }) => some),
  );
  const of = (id: string) =>
    found.map(
      ({ selected, some }) => sql`SELECT ${selected} FROM connectors AS k, ${some}
        AND c.connector_id = ${id} AND k.connector_id = ${id}`,
    );
  return await groupsOf(store, ids, of, counting);
}

/**
 * The rows of these queries of each connector, counted by columns; by each query of one connector no more than are counted, so that
 * it takes no longer however many there are, and none keeps another one from being seen.
 */
export async function groupsOf<Row extends object>(
  store: Store,
  connectorIds: readonly string[],
  of: (connectorId: string) => readonly Condition[],
  { columns, ends, max }: Counting,
): Promise<Group<Row>[]> {
  const by = sql.raw(`query, ${columns.join(", ")}`);
  const told = sql.raw(
    Object.entries(ends)
      .map(([name, end]) => `, ${end}(${name}) AS ${name}`)
      .join(""),
  );
  const groups: Group<Values>[] = [];
  const portion = connectorsAtOnce[store.database.engine];
  for (let from = 0; from < connectorIds.length; from += portion) {
    const queries = connectorIds.slice(from, from + portion).flatMap(of);
    const found = queries.map(
      (query, at) => sql`SELECT ${sql.lit(at)} AS query, few.*
        FROM (${query} LIMIT ${sql.lit(max + 1)}) AS few`,
    );
    const { rows } = await sql<Values>`SELECT ${by}, count(*) AS count${told}
      FROM (${sql.join(found, sql` UNION ALL `)}) AS found GROUP BY ${by} ORDER BY ${by}`.execute(
      store.db,
    );
    const ofQuery = Map.groupBy(rows, (row) => row["query"]);
    groups.push(
      ...merged(
        [...ofQuery.values()].flatMap((some) => counted(some, max)),
        { columns, ends },
      ),
    );
    await pause();
  }
  return groups as unknown as Group<Row>[];
}

/** What one query found: without one where it found more than are counted, that of the largest group. */
function counted(rows: readonly Values[], max: number): Group<Values>[] {
  const counts = rows.map((row) => Number(row["count"]));
  const atLeast = counts.reduce((sum, count) => sum + count, 0) > max;
  const largest = counts.indexOf(Math.max(...counts));
  return rows
    .map((row, at) => ({
      row,
      count: Number(row["count"]) - (atLeast && at === largest ? 1 : 0),
      atLeast,
    }))
    .filter(({ count }) => count > 0);
}

/** Those alike in all columns as one. */
function merged(
  groups: readonly Group<Values>[],
  { columns, ends }: Pick<Counting, "columns" | "ends">,
): Group<Values>[] {
  const alike = Map.groupBy(groups, ({ row }) => JSON.stringify(columns.map((name) => row[name])));
  return [...alike.values()].map((some) => {
    const row: Record<string, Value> = {};
    for (const name of columns) row[name] = some[0]?.row[name] ?? null;
    for (const [name, end] of Object.entries(ends)) {
      const values = some
        .map(({ row: one }) => one[name] ?? null)
        .filter((one) => one !== null)
        .map(Number);
      row[name] = values.length === 0 ? null : Math[end](...values);
    }
    return {
      row,
      count: some.reduce((sum, { count }) => sum + count, 0),
      atLeast: some.some(({ atLeast }) => atLeast),
    };
  });
}
