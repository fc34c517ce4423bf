/** How many connections a list has: exactly up to ten thousand, else estimated. */
import { sql } from "kysely";
import type { ConnectionFilters } from "./connection-filters.ts";
import { allOf, type Bounds, fewOf, filtersFor } from "./connection-pages.ts";
import type { Store } from "./store.ts";

export interface Total {
  readonly value: number;
  readonly exact: boolean;
}

/** Exact as far as the API says. */
const countBounds: Bounds = { fewMax: 10_000, scannedMax: 5_000 };

export async function countListed(
  store: Store,
  asked: { readonly workspaceId: string; readonly filters: ConnectionFilters },
  bounds: Bounds = countBounds,
): Promise<Total> {
  const { workspaceId } = asked;
  const { fewMax, scannedMax } = bounds;
  const filters = filtersFor(store, asked);
  const everything = sql`SELECT connection_id FROM connections
    WHERE workspace_id = ${workspaceId} LIMIT ${sql.lit(fewMax + 1)}`;
  const { rows } = await sql<{ found: number }>`
    SELECT count(*) AS found FROM (${everything}) AS everything`.execute(store.db);
  const isSmall = Number(rows[0]?.found) <= fewMax;
  const few = isSmall ? everything : await fewOf(store, workspaceId, { filters, bounds });
  if (few !== null) {
    // A list in parentheses: SQLite takes no LIMIT in a part of a UNION.
    const { rows: counted } = await sql<{ found: number }>`SELECT count(*) AS found FROM connections
      WHERE connection_id IN (SELECT connection_id FROM (${few}) AS few) AND ${allOf(filters)}`.execute(
      store.db,
    );
    return { value: Number(counted[0]?.found), exact: true };
  }
  const { rows: sampled } = await sql<{ found: number }>`
    SELECT count(*) AS found FROM (SELECT * FROM connections WHERE workspace_id = ${workspaceId}
      ORDER BY connection_id LIMIT ${sql.lit(scannedMax)}) AS sample WHERE ${allOf(filters)}`.execute(
    store.db,
  );
  const share = Number(sampled[0]?.found) / scannedMax;
  return {
    value: rounded(share * (await estimateAll(store, workspaceId, scannedMax))),
    exact: false,
  };
}

/** To two digits: more would be taken for knowledge. */
function rounded(value: number): number {
  return Math.round(Number(value.toPrecision(2)));
}

/** About how many connections a large workspace has. */
async function estimateAll(store: Store, workspaceId: string, scannedMax: number): Promise<number> {
  if (store.database.engine === "postgres") {
    const { rows } = await sql<Record<string, [{ Plan: { "Plan Rows": number } }]>>`
      EXPLAIN (FORMAT JSON) SELECT 1 FROM connections WHERE workspace_id = ${workspaceId}`.execute(
      store.db,
    );
    return rows[0]?.["QUERY PLAN"]?.[0].Plan["Plan Rows"] ?? 0;
  }
  const { rows } = await sql<{ connection_id: string }>`SELECT connection_id FROM connections
    WHERE workspace_id = ${workspaceId} ORDER BY connection_id
    LIMIT 1 OFFSET ${sql.lit(scannedMax - 1)}`.execute(store.db);
  return scannedMax / shareBefore(rows[0]?.connection_id ?? "");
}

const digits = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/** Where an id stands among all that can be, from 0 to 1: ids are random, and their digits in the order of bytes. */
function shareBefore(id: string): number {
  const [, random = ""] = /^conn_(.*)$/.exec(id) ?? [];
  let place = 0;
  for (const digit of [...random.slice(0, 8)].reverse()) {
    place = (place + Math.max(0, digits.indexOf(digit))) / digits.length;
  }
  return Math.max(place, 1e-9);
}
