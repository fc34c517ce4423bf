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

/**
 * Runs `work` in one transaction with a store that writes into it; in the one that is open, where one is.
 * Whoever catches an error inside of `work` must throw another: what failed may have undone all of it.
 */
export async function inTransaction<T>(
  store: Store,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  if (store.db.isTransaction) return await work(store);
  return await store.database.transaction((trx) => work({ ...store, db: trx }));
}

/** Whether a row holds all of these values, but for undefined ones: what changes nothing is not written. */
export function holds(row: object | undefined, values: Readonly<Record<string, unknown>>): boolean {
  if (row === undefined) return false;
  const held: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(values).every(
    ([name, value]) => value === undefined || isSame(held[name], value),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  const areBytes = one instanceof Uint8Array && other instanceof Uint8Array;
  return areBytes ? Buffer.compare(one, other) === 0 : one === other;
}

/** Without what is undefined: an insert takes the default that stands before it. */
export function given<T extends object>(
  values: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** A bytes column as Buffer: the engines give different kinds of byte array. */
export function bytes(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
