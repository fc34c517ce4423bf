/** Writes values that were sealed anew: one statement for many rows, which overwrites nothing that changed meanwhile. */
import { type RawBuilder, sql } from "kysely";
import type { SealedTable } from "./sealed-tables.ts";
import { holdKeysOf } from "./sealing.ts";
import { bytes, inTransaction, type Store } from "./store.ts";

export interface Change {
  /** The row's primary key. */
  readonly key: string;
  readonly values: readonly {
    readonly column: string;
    readonly before: Uint8Array;
    readonly after: Uint8Array;
  }[];
}

/** A statement holds its rows' values in one parameter of about so many characters. */
const charactersMax = 4_000_000;

/** What the engines spell differently. */
const words = {
  sqlite: {
    each: (list: string) => sql`json_each(${list})`,
    bytes: (hex: RawBuilder<unknown>) => sql`unhex(${hex})`,
  },
  postgres: {
    each: (list: string) => sql`json_array_elements(CAST(${list} AS json))`,
    bytes: (hex: RawBuilder<unknown>) => sql`decode(${hex}, 'hex')`,
  },
} as const;

type Target = Pick<SealedTable, "table" | "key" | "columns">;

/**
 * Writes the changes of a table; a row of which a value is not what it was stays as it is, since who changed it sealed
 * it. Each statement is a transaction of its own. Resolves with how many values were written.
 */
export async function writeResealed(
  store: Store,
  target: Target,
  changes: readonly Change[],
): Promise<number> {
  let written = 0;
  for (const portion of portionsOf(target, changes)) {
    const keys = await inTransaction(store, async (trx) => {
      const after = portion.changes.map(({ values }) => values.map((value) => value.after));
      const isHeld = await holdKeysOf(trx, after.flat());
      // Whose key was replaced meanwhile stays as it is: the next pass seals it.
      const rows = portion.rows.filter((_row, at) => after[at]?.every(isHeld));
      return await writeRows(trx, target, rows);
    });
    for (const { key, values } of portion.changes) if (keys.has(key)) written += values.length;
  }
  return written;
}

interface Portion {
  readonly changes: Change[];
  /** Of each its key, and of each column what is there and what is to be, in hexadecimal; as JSON. */
  readonly rows: string[];
  characters: number;
}

function portionsOf(target: Target, changes: readonly Change[]): Portion[] {
  const portions: Portion[] = [];
  for (const change of changes) {
    const row = JSON.stringify([
      change.key,
      ...target.columns.flatMap((column) => cellsOf(change, column)),
    ]);
    let portion = portions.at(-1);
    if (portion === undefined || portion.characters + row.length > charactersMax) {
      portion = { changes: [], rows: [], characters: 0 };
      portions.push(portion);
    }
    portion.changes.push(change);
    portion.rows.push(row);
    portion.characters += row.length;
  }
  return portions;
}

function cellsOf({ values }: Change, column: string): (string | null)[] {
  const value = values.find((one) => one.column === column);
  return value === undefined ? [null, null] : [hexOf(value.before), hexOf(value.after)];
}

function hexOf(value: Uint8Array): string {
  return bytes(value).toString("hex");
}

/** The keys of those that were written. */
async function writeRows(
  { db, database }: Store,
  { table, key, columns }: Target,
  rows: readonly string[],
): Promise<Set<string>> {
  const { each, bytes: read } = words[database.engine];
  const at = (cell: number) => sql`value->>${sql.lit(cell)}`;
  const named = columns.map((column, index) => ({
    own: sql.ref(`${table}.${column}`),
    column: sql.ref(column),
    before: sql.ref(`before_${index}`),
    after: sql.ref(`after_${index}`),
    cells: [read(at(1 + 2 * index)), read(at(2 + 2 * index))] as const,
  }));
  const selected = named.flatMap(({ before, after, cells: [was, is] }) => [
    sql`${was} AS ${before}`,
    sql`${is} AS ${after}`,
  ]);
  const set = named.map(({ column, own, after }) => sql`${column} = COALESCE(${after}, ${own})`);
  const still = named.map(({ own, before }) => sql`(${before} IS NULL OR ${own} = ${before})`);
  const list = `[${rows.join()}]`;
  const { rows: written } = await sql<{
    key: string;
  }>`UPDATE ${sql.table(table)} SET ${sql.join(set)}
    FROM (SELECT ${at(0)} AS row_key, ${sql.join(selected)} FROM ${each(list)}) AS changed
    WHERE ${sql.ref(`${table}.${key}`)} = changed.row_key AND ${sql.join(still, sql` AND `)}
    RETURNING ${sql.ref(`${table}.${key}`)} AS key`.execute(db);
  return new Set(written.map((row) => row.key));
}
