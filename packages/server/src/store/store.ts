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

const isText = (value: unknown) => typeof value === "string";

/** Lists that were parsed before: the same few lists of scopes stand in all rows. */
const lists = new Map<string, readonly string[]>();
const listsMax = 1_000;

/** Parses a column that holds a JSON list of strings. */
export function parseList(text: string): readonly string[] {
  const known = lists.get(text);
  if (known !== undefined) return known;
  const value: unknown = JSON.parse(text);
  const list: readonly string[] = Object.freeze(Array.isArray(value) ? value.filter(isText) : []);
  if (lists.size >= listsMax) lists.clear();
  lists.set(text, list);
  return list;
}

/** Parses a column that holds a JSON map of strings. */
export function parseMap(text: string): Record<string, string> {
  if (text === "{}") return {};
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  if (Object.values(value).every(isText)) return value as Record<string, string>;
  const entries = Object.entries(value).filter(([, entry]) => isText(entry));
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A bytes column as Buffer: the engines give different kinds of byte array. */
export function bytes(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
