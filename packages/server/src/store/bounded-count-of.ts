/** How many rows a table has, counted as far as a bound. */
import { sql } from "kysely";
import type { Database } from "./database.ts";

export async function boundedCount({ db }: Database, table: string, max: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 AS one FROM ${sql.table(table)} LIMIT ${sql.lit(max)}) AS rows
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}
