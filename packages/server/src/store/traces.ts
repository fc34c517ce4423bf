/**
 * What is left of deleted rows in SQLite's files. In the database they are overwritten as they are deleted (`secure_delete`);
 * the write-ahead log holds the pages of before until it is begun anew. On PostgreSQL that is vacuum's work, and its archive's.
 */
import { sql } from "kysely";
import { systemClock } from "../lib/clock.ts";
import type { Store } from "./store.ts";

const waitMs = 50;
const waitsMax = 100;

/**
 * Empties the write-ahead log: call it after the transaction. Says whether it could: not while somebody reads for longer, as a
 * backup does; then the log is written over later.
 */
export async function emptyLog({ database, db }: Pick<Store, "database" | "db">): Promise<boolean> {
  if (database.engine !== "sqlite") return true;
  for (let waits = 0; ; waits += 1) {
    const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
    if (rows[0]?.busy !== 1) return true;
    if (waits >= waitsMax) return false;
    await systemClock.sleep(waitMs);
  }
}

/** Writes the whole database anew without what was ever deleted, also by versions that did not overwrite it. */
export async function removeTraces(store: Pick<Store, "database" | "db">): Promise<void> {
  if (store.database.engine !== "sqlite") return;
  await sql`VACUUM`.execute(store.db);
  await emptyLog(store);
}
