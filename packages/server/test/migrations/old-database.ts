/** Writes the rows of an earlier version, and says what must stand in their tables afterwards. */
import { sql } from "kysely";
import type { Executor } from "../../src/store/database.ts";
import { Added, type OldRow, type Value } from "./row.ts";
import { drawnHandle, madeRows, oldRows } from "./rows.ts";
import type { Tables } from "./schema-of.ts";

type Row = Readonly<Record<string, unknown>>;
/** The rows of each table, in an order that does not depend on the database. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

const place = "packages/server/test/migrations/rows.ts";

/** The rows that a database of `version`, with such `tables`, can hold. */
function rowsOf(tables: Tables, version: string): readonly OldRow[] {
  return oldRows.filter((row) => row.table in tables && (row.since ?? "") <= version);
}

/** Writes them, each with the columns that the version has. */
export async function writeRows(db: Executor, tables: Tables, version: string): Promise<void> {
  for (const { table, values } of rowsOf(tables, version)) {
    const there = Object.entries(values).filter(([column]) => hasColumn(tables, table, column));
    const columns = there.map(([column]) => sql.ref(column));
    const written = there.map(([, value]) => (value instanceof Added ? value.value : value));
    await sql`INSERT INTO ${sql.table(table)} (${sql.join(columns)})
      VALUES (${sql.join(written)})`.execute(db);
  }
}

/** What stands in the tables; keys that count up by themselves are left out. */
export async function readRows(db: Executor, tables: Tables): Promise<Rows> {
  const read: Record<string, Row[]> = {};
  for (const [table, { columns }] of Object.entries(tables)) {
    const names = Object.keys(columns).filter((column) => columns[column]?.counted === false);
    const { rows } = await sql<Row>`SELECT ${sql.join(names.map((name) => sql.ref(name)))}
      FROM ${sql.table(table)}`.execute(db);
    read[table] = inOrder(rows);
  }
  return read;
}

/** Columns that no row fills, in words that say what to do. */
export function unfilledColumns(tables: Tables, rows: Rows): string[] {
  return Object.entries(tables).flatMap(([table, { columns }]) =>
    Object.entries(columns)
      .filter(([, { counted }]) => !counted)
      .filter(([column]) => !(rows[table] ?? []).some((row) => row[column] !== null))
      .map(([column]) => `No row fills ${table}.${column}: add it to ${place}.`),
  );
}

/** What today's `tables` must hold where the database of `version`, with the tables `then`, was filled. */
export function expectedRows(tables: Tables, then: Tables, version: string): Rows {
  const isThen = ({ since = "" }: OldRow) => since <= version;
  const made = madeRows.filter((row) => isThen(row) && row.by > version);
  const ofTable = (table: string) => [
    ...rowsOf(then, version)
      .filter((row) => row.table === table)
      .map((row) => expectedRow(row, tables, then)),
    // Made by today's migrations, with the columns of today.
    ...made.filter((row) => row.table === table).map((row) => expectedRow(row, tables, tables)),
  ];
  return Object.fromEntries(Object.keys(tables).map((table) => [table, inOrder(ofTable(table))]));
}

function expectedRow({ table, values }: OldRow, tables: Tables, then: Tables): Row {
  const columns = Object.entries(tables[table]?.columns ?? {}).filter(([, one]) => !one.counted);
  return Object.fromEntries(
    columns.map(([column, { default: standard }]) => {
      const value = values[column];
      if (value === undefined) return [column, defaultOf(standard)];
      if (hasColumn(then, table, column)) {
        return [column, value instanceof Added ? value.value : value];
      }
      if (value instanceof Added) return [column, value.before];
      return [
        column,
        `a value that is added(value, before) in ${place}: ${table} is older than it`,
      ];
    }),
  );
}

/** The value that a column gets where a row names none. */
function defaultOf(standard: string | null): Value {
  if (standard === null) return null;
  return standard.startsWith("'") ? standard.slice(1, -1) : Number(standard);
}

function hasColumn(tables: Tables, table: string, column: string): boolean {
  return tables[table]?.columns[column] !== undefined;
}

/**
 * A handle that a migration drew. Those of written rows are told apart by their length; what is drawn
 * itself cannot be expected.
 */
const drawn = /^usr_[0-9a-f]{32}$/;

/** Bytes become text: the engines give different kinds of them. */
function inOrder(rows: readonly Row[]): Row[] {
  const plain = (value: unknown) => {
    if (value instanceof Uint8Array) return `bytes: ${Buffer.from(value).toString()}`;
    return typeof value === "string" ? value.replace(drawn, drawnHandle) : value;
  };
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).map(([c, value]) => [c, plain(value)])))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
