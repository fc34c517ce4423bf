/** Seals stored values anew, a page of a table at a time, with the primary data key of their workspace. */
import { sql } from "kysely";
import { beginningOfSealed } from "../crypto/sealed-value.ts";
import { isGrantryError } from "../lib/error.ts";
import { openSealed, prepareSealing } from "./data-keys.ts";
import type { Executor } from "./database.ts";
import { type Change, writeResealed } from "./reseal-write.ts";
import { passingColumns, type SealedTable, sealedTables } from "./sealed-tables.ts";
import type { Store } from "./store.ts";

/** Where a pass stands: a table, and the last row of it that was looked at. */
export interface ResealPosition {
  readonly table: number;
  readonly after: string;
}

export const resealStart: ResealPosition = { table: 0, after: "" };

export interface ResealedPage {
  /** Null where all is done. */
  readonly next: ResealPosition | null;
  /** Rows that were looked at. */
  readonly looked: number;
  /** Values that were sealed anew. */
  readonly resealed: number;
  /** Values that do not open: table and row of each. They stay as they are. */
  readonly unreadable: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Seals a page anew; what was changed meanwhile is left, since who changed it sealed it. What is sealed with the
 * primary key already stays: a pass may be begun again at any time. `workspaceId` null: of all, and the server's own.
 */
export async function resealPage(
  store: Store,
  at: ResealPosition,
  { workspaceId, limit }: { readonly workspaceId: string | null; readonly limit: number },
): Promise<ResealedPage> {
  const table = sealedTables[at.table];
  if (table === undefined) return { next: null, looked: 0, resealed: 0, unreadable: [] };
  const isMeant = workspaceId === null || table.isOfWorkspaces === (workspaceId !== "");
  const rows = isMeant ? await readPage(store, table, { after: at.after, workspaceId, limit }) : [];
  const unreadable: string[] = [];
  const changes: Change[] = [];
  for (const row of rows) {
    const change = await changeOf(store, table, row);
    if (change === "unreadable") unreadable.push(`${table.table} ${row[table.key]}`);
    else if (change !== undefined) changes.push(change);
  }
  const resealed = await writeResealed(store, table, changes);
  const last = rows.length < limit ? undefined : rows.at(-1);
  const next =
    last === undefined
      ? { table: at.table + 1, after: "" }
      : { table: at.table, after: String(last[table.key]) };
  const isOver = next.table >= sealedTables.length;
  return { next: isOver ? null : next, looked: rows.length, resealed, unreadable };
}

/** A page of a table whose values are sealed, by its key. */
export async function readPage(
  { db }: Store,
  { table, key, isOfWorkspaces }: SealedTable,
  page: { readonly after: string; readonly workspaceId: string | null; readonly limit: number },
): Promise<Row[]> {
  const ofOne =
    page.workspaceId === null || !isOfWorkspaces
      ? sql``
      : sql`AND workspace_id = ${page.workspaceId}`;
  const { rows } = await sql<Row>`SELECT * FROM ${sql.table(table)}
    WHERE ${sql.ref(key)} > ${page.after} ${ofOne}
    ORDER BY ${sql.ref(key)} LIMIT ${page.limit}`.execute(db);
  return rows;
}

async function changeOf(
  store: Store,
  table: SealedTable,
  row: Row,
): Promise<Change | "unreadable" | undefined> {
  const values: { column: string; before: Uint8Array; after: Buffer }[] = [];
  for (const column of table.columns) {
    const before = row[column];
    if (!(before instanceof Uint8Array)) continue;
    const place = table.place(row, column);
    await prepareSealing(store, place.workspace);
    const primary = store.keyring.dataKeys.primaryOf(place.workspace);
    if (primary !== undefined && beginsWith(before, primary.beginning)) continue;
    try {
      const after = store.keyring.seal(await openSealed(store, before, place), place);
      values.push({ column, before, after });
    } catch (thrown) {
      if (!isGrantryError(thrown, "sealed_value_unreadable")) throw thrown;
      return "unreadable";
    }
  }
  return values.length === 0 ? undefined : { key: String(row[table.key]), values };
}

function beginsWith(value: Uint8Array, beginning: Buffer): boolean {
  return beginning.equals(value.subarray(0, beginning.length));
}

/** Where something is sealed so with this key; undefined where nothing is. Every row is read, however many there are. */
export async function findSealedWith(
  { db, database }: Store,
  format: 1 | 2,
  keyId: string,
): Promise<string | undefined> {
  const beginning = beginningOfSealed(format, keyId);
  if (database.engine !== "postgres") return await findBeginning(db, beginning, keyId);
  const find = (trx: Executor) => findBeginning(trx, beginning, keyId);
  return await database.transaction(find, { patient: true });
}

async function findBeginning(
  db: Executor,
  beginning: Buffer,
  keyId: string,
): Promise<string | undefined> {
  const columns = [
    ...sealedTables.flatMap(({ table, columns: all }) => all.map((column) => [table, column])),
    ...passingColumns,
  ] as readonly (readonly [string, string])[];
  for (const [table, column] of columns) {
    const { rows } = await sql<object>`SELECT 1 FROM ${sql.table(table)}
      WHERE substr(${sql.ref(column)}, 1, ${beginning.length}) = ${beginning} LIMIT 1`.execute(db);
    if (rows.length > 0) return `${table}.${column}`;
  }
  // Its seal cannot be proven any more without the key.
  const chain = await db
    .selectFrom("audit_chains")
    .select("chain_id")
    .where("key_id", "=", keyId)
    .limit(1)
    .executeTakeFirst();
  return chain === undefined ? undefined : "audit_chains.seal";
}
