/** Connections counted by connector, each to a bound of its own: none takes long, and none hides another one. */
import { sql } from "kysely";
import { countedMax, pause } from "./bounded-counts.ts";
import type { Condition } from "./connection-filters.ts";
import type { Store } from "./store.ts";

/** More connectors than these are not looked at. */
const connectorsMax = 1_000;

/** The connectors `k` of which any of these finds a connection `c`. */
export async function connectorsWith(
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

/**
 * The rows of these queries, counted by columns, with the least `since`; of one connector no more than are counted, so that
 * it takes no longer however many there are, and none keeps another one from being seen.
 */
export async function groupsOf<
  Row extends { readonly connector_id: string; readonly count: unknown },
>(
  store: Store,
  connectorIds: readonly string[],
  { columns, of }: { readonly columns: string; readonly of: (id: string) => readonly Condition[] },
): Promise<{ readonly row: Row; readonly atLeast: boolean }[]> {
  const groups: { row: Row; atLeast: boolean }[] = [];
  const portion = connectorsAtOnce[store.database.engine];
  for (let from = 0; from < connectorIds.length; from += portion) {
    const found = connectorIds
      .slice(from, from + portion)
      .flatMap((id) =>
        of(id).map((query) => sql`SELECT * FROM (${query} LIMIT ${sql.lit(countedMax)}) AS few`),
      );
    const { rows } = await sql<Row>`
      SELECT ${sql.raw(columns)}, count(*) AS count, min(since) AS since
      FROM (${sql.join(found, sql` UNION ALL `)}) AS found GROUP BY ${sql.raw(columns)}
      ORDER BY connector_id`.execute(store.db);
    const sums = new Map<string, number>();
    for (const { connector_id: id, count } of rows)
      sums.set(id, (sums.get(id) ?? 0) + Number(count));
    groups.push(
      ...rows.map((row) => ({ row, atLeast: (sums.get(row.connector_id) ?? 0) >= countedMax })),
    );
    await pause();
  }
  return groups;
}
