/** Who hears, in this process, that records of a database wait to be linked. */
import type { Database } from "./database.ts";

const listeners = new WeakMap<Database, () => void>();

/** Calls `heard` whenever a record was inserted that is not linked; it is not committed by then. */
export function onUnlinked(database: Database, heard: () => void): void {
  listeners.set(database, heard);
}

export function noteUnlinked(database: Database): void {
  listeners.get(database)?.();
}
