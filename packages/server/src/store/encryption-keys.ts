/** Table encryption_keys: which keys sealed anything here, and how often each was used. */
import { sql } from "kysely";
import type { Keyring } from "../crypto/keyring.ts";
import { GrantryError, isGrantryError } from "../lib/error.ts";
import type { Store } from "./store.ts";

/** NIST SP 800-38D section 8.3: random nonces are safe for 2^32 uses of one key. */
export const sealsMax = 2 ** 32;
/** A process reserves so many uses at first, and then as many again as it has made, up to the most. */
const reservationMin = 2 ** 10;
const reservationMax = 2 ** 18;
/** Above this share of all uses a new key is due: whoever looks is told. */
const dueShare = 0.75;

function checkPlace(keyId: string) {
  return { workspace: "", table: "encryption_keys", row: keyId, column: "check_value" };
}

/**
 * Proves that every key that ever sealed something here is configured and right; a new primary key
 * is entered. Throws encryption_key_invalid, so that the server does not start with a wrong key.
 */
export async function checkEncryptionKeys(store: Store): Promise<void> {
  const { keyring } = store;
  const known = await proveEncryptionKeys(store);
  if (!known.includes(keyring.primaryKeyId)) await enterPrimaryKey(store);
  await reserveSeals(store);
}

/** Proves the same and changes nothing. Returns the ids of the keys that the database knows. */
export async function proveEncryptionKeys(store: Store): Promise<string[]> {
  const { keyring } = store;
  const rows = await store.db.selectFrom("encryption_keys").selectAll().execute();
  for (const row of rows) {
    if (!keyring.keyIds.includes(row.key_id)) {
      throw invalidKey(
        `The database holds values sealed with the key "${row.key_id}", which is not configured: add it.`,
      );
    }
    requireRightKey(store, row.key_id, row.check_value);
  }
  return rows.map((row) => row.key_id);
}

function requireRightKey(store: Store, keyId: string, checkValue: Uint8Array): void {
  try {
    store.keyring.open(checkValue, checkPlace(keyId));
  } catch (thrown) {
    if (!isGrantryError(thrown, "sealed_value_unreadable")) throw thrown;
    throw invalidKey(
      `The configured key "${keyId}" is not the one that this database was sealed with.`,
      thrown,
    );
  }
}

async function enterPrimaryKey(store: Store): Promise<void> {
  const { keyring } = store;
  const keyId = keyring.primaryKeyId;
  keyring.allowSeals(1);
  const entry = {
    key_id: keyId,
    check_value: keyring.seal("grantry", checkPlace(keyId)),
    seals_reserved: 1,
  };
  await store.db
    .insertInto("encryption_keys")
    .values(entry)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Another process may have entered a key of this id at the same moment: it must be the same key.
  const { check_value } = await store.db
    .selectFrom("encryption_keys")
    .select("check_value")
    .where("key_id", "=", keyId)
    .executeTakeFirstOrThrow();
  requireRightKey(store, keyId, check_value);
}

/** Reservations under way, so that a burst of sealing asks the database once. */
const underWay = new WeakMap<Keyring, Promise<void>>();

/**
 * Reserves uses of the primary key when few are left, so that all processes together stay within what
 * is safe. `needed`: how many are about to be made at once. Throws encryption_key_exhausted when there
 * are no more.
 */
export async function reserveSeals(store: Store, needed = 0): Promise<void> {
  const { keyring } = store;
  const other = underWay.get(keyring);
  if (other !== undefined) await other;
  const reservation = Math.min(reservationMax, Math.max(reservationMin, keyring.sealsUsed()));
  if (keyring.sealsLeft() > reservation / 2 + needed) return;
  const reserving = reserve(store, [reservation + needed, reservationMin + needed]);
  underWay.set(keyring, reserving);
  try {
    await reserving;
  } finally {
    underWay.delete(keyring);
  }
}

/** Takes the first of these counts that is still there. */
async function reserve(store: Store, counts: readonly number[]): Promise<void> {
  for (const count of counts) {
    const { numUpdatedRows } = await store.db
      .updateTable("encryption_keys")
      .set({ seals_reserved: sql<number>`seals_reserved + ${count}` })
      .where("key_id", "=", store.keyring.primaryKeyId)
      .where("seals_reserved", "<=", sealsMax - count)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) return store.keyring.allowSeals(count);
  }
  if (store.keyring.sealsLeft() === 0) throw new GrantryError("encryption_key_exhausted");
}

/** Reserves more by itself whenever few uses are left. `failed` hears why one could not. */
export function keepSealsReserved(store: Store, failed: (thrown: unknown) => void): void {
  store.keyring.whenFewerLeft(reservationMin / 2, () => {
    if (!underWay.has(store.keyring)) reserveSeals(store).catch(failed);
  });
}

/** Gives back what this process reserved and did not use: it seals nothing any more. */
export async function returnSeals(store: Store): Promise<void> {
  await underWay.get(store.keyring)?.catch(() => {});
  const count = store.keyring.takeSealsLeft();
  if (count === 0) return;
  await store.db
    .updateTable("encryption_keys")
    .set({ seals_reserved: sql<number>`seals_reserved - ${count}` })
    .where("key_id", "=", store.keyring.primaryKeyId)
    .execute();
}

/** How often a key was used or is reserved for use. */
export interface KeyCount {
  readonly keyId: string;
  readonly sealsReserved: number;
}

/** Of every key that sealed anything here. */
export async function listKeyCounts({ db }: Pick<Store, "db">): Promise<KeyCount[]> {
  const rows = await db
    .selectFrom("encryption_keys")
    .select(["key_id", "seals_reserved"])
    .execute();
  return rows.map((row) => ({ keyId: row.key_id, sealsReserved: row.seals_reserved }));
}

/** How much of the primary key is used up or reserved, over all processes. */
export interface KeyUse {
  readonly keyId: string;
  /** 0 to 1, where 1 is 2^32 uses. */
  readonly share: number;
  /** Whether a new key should be put in front. */
  readonly isDue: boolean;
}

/** Reads it. A key that sealed nothing yet has used nothing. */
export async function readKeyUse({ db, keyring }: Pick<Store, "db" | "keyring">): Promise<KeyUse> {
  const keyId = keyring.primaryKeyId;
  const row = await db
    .selectFrom("encryption_keys")
    .select("seals_reserved")
    .where("key_id", "=", keyId)
    .executeTakeFirst();
  const share = (row?.seals_reserved ?? 0) / sealsMax;
  return { keyId, share, isDue: share > dueShare };
}

function invalidKey(detail: string, cause?: unknown): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail, cause });
}
