/** What every query needs: where to run, the keys, the time. */
import { LRUCache } from "lru-cache";
import type { Keyring } from "../crypto/keyring.ts";
import type { Clock } from "../lib/clock.ts";
import { isKeepableScope, scopesMax } from "../lib/scope-bounds.ts";
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

const isText = (value: unknown) => typeof value === "string";

const rememberedMax = 1_000;
const rememberedCharactersMax = 1_000;

/** Texts that were parsed before: the same few lists and maps stand in nearly all rows. */
function remembered<T extends object>(parse: (value: unknown) => T): (text: string) => Readonly<T> {
  const known = new LRUCache<string, Readonly<T>>({ max: rememberedMax });
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = Object.freeze(parse(JSON.parse(text)));
    if (text.length <= rememberedCharactersMax) known.set(text, parsed);
    return parsed;
  };
}
/** Parses a column that holds a JSON list of strings. */
export const parseList = remembered<readonly string[]>((value) =>
  Array.isArray(value) ? value.filter(isText) : [],
);

/** A list of scopes as it is stored: what cannot be kept is not, whoever brings it. */
export function writeScopes(scopes: readonly string[]): string {
  return JSON.stringify(scopes.filter(isKeepableScope).slice(0, scopesMax));
}

/** Parses a column of scopes, within the same bounds. */
export const parseScopes = remembered<readonly string[]>((value) =>
  Array.isArray(value)
    ? value.filter((scope) => isText(scope) && isKeepableScope(scope)).slice(0, scopesMax)
    : [],
);

/** Parses a column that holds a JSON map of strings. */
export const parseMap = remembered<Record<string, string>>((value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => isText(entry)));
});

/** A bytes column as Buffer: the engines give different kinds of byte array. */
export function bytes(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
