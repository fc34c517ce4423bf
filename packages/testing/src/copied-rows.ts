/** Rows by the hundred thousand: copies of one, which differ in what a test looks at. */
import { inTransaction, type Store } from "@grantry/server/store/store";
import { type Expression, sql } from "kysely";

const rowsPerStatement = 5_000;

export type CopiedValues = Readonly<Record<string, string | number | null>>;

export type CopyRows = (
  table: string,
  /** The row that they are copies of. */
  like: Expression<unknown> & { executeTakeFirst(): Promise<object | undefined> },
  count: number,
  valuesOf: (at: number) => CopiedValues,
) => Promise<void>;

/** What the engines spell differently. */
const words = {
  sqlite: { each: "json_each", json: "TEXT", bytes: (text: string) => `unhex(${text})` },
  postgres: {
    each: "json_array_elements",
    json: "JSON",
    bytes: (text: string) => `decode(${text}, 'hex')`,
  },
} as const;

/** Inserts copies of a row, by the thousand: what differs travels as one JSON list. */
export function copierOf(store: Store): CopyRows {
  const { each, json, bytes } = words[store.database.engine];
  return async (table, like, count, valuesOf) => {
    const sample = (await like.executeTakeFirst()) as Record<string, unknown> | undefined;
    if (sample === undefined) throw new Error(`There is no row of ${table} to copy.`);
    const columns = Object.keys(sample);
    for (let first = 0; first < count; first += rowsPerStatement) {
      const length = Math.min(rowsPerStatement, count - first);
      const rows = Array.from({ length }, (_, at) => valuesOf(first + at));
      const own = Object.keys(rows[0] ?? {});
      const selected = columns.map((column) => {
        if (!own.includes(column)) return `t.${column}`;
        const text = `v.value->>'${column}'`;
        if (sample[column] instanceof Uint8Array) return bytes(text);
        const isNumber = rows.some((row) => typeof row[column] === "number");
        return isNumber ? `CAST(${text} AS BIGINT)` : text;
      });
      const target = `INSERT INTO ${table} (${columns.join(", ")}) SELECT ${selected.join(", ")}`;
      await inTransaction(store, async ({ db }) => {
        await sql`${sql.raw(target)}
          FROM ${sql.raw(each)}(CAST(${JSON.stringify(rows)} AS ${sql.raw(json)})) AS v,
            (${like}) AS t`.execute(db);
      });
    }
  };
}
