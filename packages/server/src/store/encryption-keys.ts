/** Table encryption_keys: which keys sealed anything here, and how often each was used. */
import { sql } from "kysely";
import { GrantryError, isGrantryError } from "../lib/error.ts";
import type { Store } from "./store.ts";

/** NIST SP 800-38D section 8.3: random nonces are safe for 2^32 uses of one key. */
const sealsMax = 2 ** 32;
/** How many uses a process reserves at a time. */
const sealsPerReservation = 2 ** 18;

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

/**
 * Reserves uses of the primary key when few are left, so that all processes together stay within
 * what is safe. Throws encryption_key_exhausted when there are no more.
 */
export async function reserveSeals(store: Store): Promise<void> {
  if (store.keyring.sealsLeft() > sealsPerReservation / 2) return;
  const { numUpdatedRows } = await store.db
    .updateTable("encryption_keys")
    .set({ seals_reserved: sql<number>`seals_reserved + ${sealsPerReservation}` })
    .where("key_id", "=", store.keyring.primaryKeyId)
    .where("seals_reserved", "<=", sealsMax - sealsPerReservation)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new GrantryError("encryption_key_exhausted");
  store.keyring.allowSeals(sealsPerReservation);
}

function invalidKey(detail: string, cause?: unknown): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail, cause });
}
