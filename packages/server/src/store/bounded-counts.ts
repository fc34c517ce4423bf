/**
 * Counting that ends: ids are found by an index, up to a bound, and looked at a portion at a time. SQLite holds the event loop
 * during a statement; what others ask goes in between.
 */
import { sql } from "kysely";
import type { Condition } from "./connection-filters.ts";
import type { Store } from "./store.ts";

/** So many are counted: of more it is said that there are more. */
export const countedMax = 10_000;
/** What one statement looks at: PostgreSQL holds up nobody here. */
const portions = { sqlite: 1_000, postgres: 5_000 } as const;

interface IdRow {
  readonly connection_id: string;
}

/** Ids that these queries of `connection_id` find, each once, by as many as are asked for of each. */
export async function readIds(
  store: Store,
  queries: readonly Condition[],
  limit: number,
): Promise<string[]> {
  const ids = new Set<string>();
  for (const query of queries) {
    const { rows } = await sql<IdRow>`${query} LIMIT ${sql.lit(limit)}`.execute(store.db);
    for (const { connection_id: id } of rows) ids.add(id);
    if (ids.size >= limit) break;
    await pause();
  }
  return [...ids].slice(0, limit);
}

/** Calls `look` with each portion of these connections as something to select from, in turn, until it returns false. */
export async function inPortions(
  { database }: Store,
  ids: readonly string[],
  look: (some: Condition) => Promise<boolean>,
): Promise<void> {
  const portion = portions[database.engine];
  for (let from = 0; from < ids.length; from += portion) {
    if (!(await look(connectionsOf(database.engine, ids.slice(from, from + portion))))) return;
    await pause();
  }
}

/** Joined so that SQLite goes by the ids, whichever index another condition would lead it to. */
export function connectionsOf(
  engine: Store["database"]["engine"],
  ids: readonly string[],
): Condition {
  return sql`(${elementsOf(engine, ids)}) AS wanted
    ${joined[engine]} connections ON connections.connection_id = wanted.one`;
}

const joined = { sqlite: sql`CROSS JOIN`, postgres: sql`JOIN` } as const;

const elements = {
  sqlite: (list: string) => sql`SELECT value AS one FROM json_each(${list})`,
  postgres: (list: string) => sql`SELECT jsonb_array_elements_text(${list}::text::jsonb) AS one`,
} as const;

/** Texts as rows of one column, `one`: they are one parameter, however many they are. */
export const elementsOf = (
  engine: Store["database"]["engine"],
  texts: readonly string[],
): Condition => elements[engine](JSON.stringify(texts));

/** Lets others have their turn of the event loop: awaiting SQLite, which answers at once, does not. */
export const pause = () => new Promise((resolve) => setImmediate(resolve));
