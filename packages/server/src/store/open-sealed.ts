/** Opens every stored value that is sealed, and keeps none: shows that a backup is worth something with these keys. */
import { isGrantryError } from "../lib/error.ts";
import { openSealed } from "./data-keys.ts";
import { readPage } from "./reseal.ts";
import { type SealedTable, sealedTables } from "./sealed-tables.ts";
import type { Store } from "./store.ts";

export interface OpenedValues {
  readonly opened: number;
  readonly failed: number;
  /** Table and row of the first of them. */
  readonly named: readonly string[];
}

const pageRows = 500;
const namedMax = 5;

/** All but those that end within minutes or a day (sealed-tables.ts). */
export async function openEverySealed(store: Store): Promise<OpenedValues> {
  let opened = 0;
  let failed = 0;
  const named: string[] = [];
  for (const table of sealedTables) {
    for (let after: string | null = ""; after !== null; ) {
      const page = { after, workspaceId: null, limit: pageRows };
      const rows = await readPage(store, table, page);
      for (const row of rows) {
        const found = await openRow(store, table, row);
        opened += found.opened;
        failed += found.failed;
        if (found.failed > 0 && named.length < namedMax) {
          named.push(`${table.table} ${String(row[table.key])}`);
        }
      }
      after = rows.length < pageRows ? null : String(rows.at(-1)?.[table.key]);
    }
  }
  return { opened, failed, named };
}

async function openRow(
  store: Store,
  table: SealedTable,
  row: Readonly<Record<string, unknown>>,
): Promise<{ readonly opened: number; readonly failed: number }> {
  let opened = 0;
  let failed = 0;
  for (const column of table.columns) {
    const value = row[column];
    if (!(value instanceof Uint8Array)) continue;
    try {
      await openSealed(store, value, table.place(row, column));
      opened += 1;
    } catch (thrown) {
      const isShut =
        isGrantryError(thrown, "sealed_value_unreadable") ||
        isGrantryError(thrown, "encryption_key_invalid");
      if (!isShut) throw thrown;
      failed += 1;
    }
  }
  return { opened, failed };
}
