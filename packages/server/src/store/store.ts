/** What every query needs: where to run, the keys, the time. */
import type { Keyring } from "../crypto/keyring.ts";
import type { Clock } from "../lib/clock.ts";
import type { Database, Executor } from "./database.ts";

export interface Store {
  readonly database: Database;
  /** The database, or the transaction that is open. */
  readonly db: Executor;
  readonly keyring: Keyring;
  readonly clock: Clock;
}

/** Runs `work` in one transaction with a store that writes into it. */
export async function inTransaction<T>(
  store: Store,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  return await store.database.transaction((trx) => work({ ...store, db: trx }));
}

/** Parses a column that holds a JSON list of strings. */
export function parseList(text: string): string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** Parses a column that holds a JSON map of strings. */
export function parseMap(text: string): Record<string, string> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(([, entry]) => typeof entry === "string");
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A bytes column as Buffer: the engines give different kinds of byte array. */
export function bytes(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
