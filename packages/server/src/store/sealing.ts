/**
 * The fence of what is stored sealed: a process may stand still between sealing a value and committing it, for longer than
 * the key that it sealed with is kept. So who stores one holds the key in the same transaction: it is the primary one of its
 * workspace then, and is not destroyed before the commit. Whoever finds that it is not the primary one seals anew.
 */

import { sql } from "kysely";
import { DataKeyAbsent } from "../crypto/keyring.ts";
import { splitSealed } from "../crypto/sealed-value.ts";
import { elementsOf } from "./bounded-counts.ts";
import { prepareSealing, takeUpOf } from "./data-keys.ts";
import { inTransaction, type Store } from "./store.ts";

/** How often the key is looked for anew that was replaced just now. */
const looksMax = 3;

/** Runs `work` in a transaction in which the key that seals for the workspace is held; "" for the server's own. */
export async function whileSealing<T>(
  store: Store,
  workspaceId: string,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  // The first key of a workspace is not made in a transaction, and a key service is asked outside of one.
  if (!store.db.isTransaction) await prepareSealing(store, workspaceId);
  return await inTransaction(store, async (trx) => {
    await holdSealingKey(trx, workspaceId);
    return await work(trx);
  });
}

/** What is sealed for the workspace from now on is sealed with a key that is there until the transaction's end, in which it is called. */
export async function holdSealingKey(trx: Store, workspaceId: string): Promise<void> {
  const { dataKeys } = trx.keyring;
  for (let looks = 1; looks <= looksMax; looks += 1) {
    await prepareSealing(trx, workspaceId);
    const keyId = dataKeys.primaryOf(workspaceId)?.keyId;
    if (keyId !== undefined && (await isHeld(trx, keyId))) return;
    await takeUpOf(trx, workspaceId);
  }
  throw new DataKeyAbsent(workspaceId);
}

/**
 * Which of the values that were sealed before may be stored yet: those whose key seals yet, and is held from then on.
 * Call it in a transaction.
 */
export async function holdKeysOf(
  trx: Store,
  values: readonly Uint8Array[],
): Promise<(value: Uint8Array) => boolean> {
  const keyOf = (value: Uint8Array) => splitSealed(value).keyId;
  const held = await hold(trx, [...new Set(values.map(keyOf))]);
  return (value) => held.has(keyOf(value));
}

async function isHeld(trx: Store, keyId: string): Promise<boolean> {
  return (await hold(trx, [keyId])).has(keyId);
}

/**
 * On PostgreSQL as a foreign key holds what it refers to: whoever replaces a key or wraps it anew does not wait, however much
 * is written. On SQLite the transaction writes alone.
 */
async function hold({ db, database }: Store, keyIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom("data_keys")
    .select("data_key_id")
    .where("data_key_id", "in", sql<string>`(${elementsOf(database.engine, keyIds)})`)
    .where("state", "=", "primary")
    .orderBy("data_key_id")
    .$if(database.engine === "postgres", (query) => query.forKeyShare())
    .execute();
  return new Set(rows.map((row) => row.data_key_id));
}

/**
 * Whether somebody has yet to commit what they sealed with a key that was replaced. Once nobody has, nobody will: it is held
 * while it is the primary one. Waits for nobody.
 */
export async function isKeyHeld({ db, database }: Store, keyId: string): Promise<boolean> {
  if (database.engine !== "postgres") return false;
  const free = await db
    .selectFrom("data_keys")
    .select("data_key_id")
    .where("data_key_id", "=", keyId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return free === undefined;
}
