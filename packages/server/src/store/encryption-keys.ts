/** Table encryption_keys: the root keys, which wrap data keys, and the state that each is in. */
import type { RootKey } from "../crypto/root-key.ts";
import { GrantryError, isGrantryError } from "../lib/error.ts";
import { insertAuditRecord } from "./audit-records.ts";
import { makeMissingDataKeys, prepareSealing, rootKeyOf } from "./data-keys.ts";
import { everyHolderHasRoot } from "./key-holders.ts";
import { inTransaction, type Store } from "./store.ts";
import type { EncryptionKeyRow, RootKeyStateName } from "./tables/server.ts";

const checkText = "grantry";

/** Of keys that sealed it themselves, before they wrapped. */
function checkPlace(keyId: string) {
  return { workspace: "", table: "encryption_keys", row: keyId, column: "check_value" };
}

function checkContext(keyId: string): string {
  return `check of ${keyId}`;
}

/**
 * Proves that every root key that is in use here is configured and right, enters new ones, and has the server's own
 * data key in memory. Throws encryption_key_invalid, so that the server does not start with a wrong key, and
 * key_service_unavailable.
 */
export async function checkEncryptionKeys(store: Store): Promise<void> {
  const known = await proveEncryptionKeys(store);
  for (const key of store.keyring.rootKeys) {
    if (!known.includes(key.id)) await enterRootKey(store, key);
  }
  await promoteConfigured(store);
  await prepareSealing(store, "");
  await makeMissingDataKeys(store);
}

/** Proves the same and changes nothing. Returns the ids of the keys that the database knows. */
export async function proveEncryptionKeys(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom("encryption_keys").selectAll().execute();
  for (const row of rows) {
    if (!store.keyring.rootKeys.some(({ id }) => id === row.key_id)) {
      // Nothing rests on it, or not yet: another process may have been given it first.
      if (row.state === "staged" || row.state === "retired") continue;
      throw invalidKey(
        `The database holds values sealed with the key "${row.key_id}", which is not configured: add it.`,
      );
    }
    await requireRightKey(store, row);
  }
  return rows.map((row) => row.key_id);
}

async function requireRightKey(
  { keyring }: Store,
  row: Pick<EncryptionKeyRow, "key_id"> & { check_value: Uint8Array; check_format: number },
): Promise<void> {
  const { key_id: keyId, check_value: value } = row;
  try {
    if (row.check_format === 1) keyring.open(value, checkPlace(keyId));
    else await rootKeyOf(keyring, keyId).unwrap(value, checkContext(keyId));
  } catch (thrown) {
    const isWrong =
      isGrantryError(thrown, "sealed_value_unreadable") ||
      isGrantryError(thrown, "encryption_key_invalid");
    if (!isWrong) throw thrown;
    throw invalidKey(
      `The configured key "${keyId}" is not the one that this database was sealed with.`,
      thrown,
    );
  }
}

/** The first of all is the primary one at once; others are staged. */
async function enterRootKey(store: Store, key: RootKey): Promise<void> {
  const { id } = key;
  await store.db
    .insertInto("encryption_keys")
    .values({
      key_id: id,
      check_value: Buffer.from(await key.wrap(Buffer.from(checkText), checkContext(id))),
      check_format: 2,
      state: "staged",
      changed_at: store.clock.nowSeconds(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Another process may have entered a key of this id at the same moment: it must be the same key.
  const row = await store.db
    .selectFrom("encryption_keys")
    .selectAll()
    .where("key_id", "=", id)
    .executeTakeFirstOrThrow();
  await requireRightKey(store, row);
}

/** The key that stands first in the configuration becomes the primary one, once every process knows it: on record, where it takes another's place. */
export async function promoteConfigured(store: Store): Promise<void> {
  const [first] = store.keyring.rootKeys;
  const keys = await listRootKeys(store);
  const primary = keys.find(({ state }) => state === "primary");
  const wanted = keys.find(({ keyId }) => keyId === first?.id);
  // One that was the primary one before and gave way is not taken again: another process may be configured otherwise.
  if (wanted === undefined || wanted.state === "retired") return;
  if (primary !== undefined && wanted.state !== "staged") return;
  if (!(await everyHolderHasRoot(store, wanted.keyId))) return;
  await inTransaction(store, async (trx) => {
    // Another process may have done so at the same moment.
    if (!(await promoteRootKey(trx, wanted.keyId)) || primary === undefined) return;
    await insertAuditRecord(trx, {
      workspaceId: null,
      actor: { kind: "server", id: "server", label: "the server" },
      action: "root_key.rotated",
      target: { kind: "root_key", id: wanted.keyId },
      details: { by: "configuration" },
    });
  });
}

/**
 * Has a root key wrap what is new. Call it once every process knows the key. False where it did already. Throws
 * encryption_key_invalid for a retired one.
 */
export async function promoteRootKey(store: Store, keyId: string): Promise<boolean> {
  const changed_at = store.clock.nowSeconds();
  return await inTransaction(store, async ({ db }) => {
    const before = await db
      .selectFrom("encryption_keys")
      .select("state")
      .where("key_id", "=", keyId)
      .$if(store.database.engine === "postgres", (query) => query.forUpdate())
      .executeTakeFirst();
    if (before?.state === "primary") return false;
    await db
      .updateTable("encryption_keys")
      .set({ state: "deprecated", changed_at })
      .where("state", "=", "primary")
      .where("key_id", "<>", keyId)
      .execute();
    const { numUpdatedRows } = await db
      .updateTable("encryption_keys")
      .set({ state: "primary", changed_at })
      .where("key_id", "=", keyId)
      .where("state", "<>", "retired")
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw retiredKey(keyId);
    return true;
  });
}

export interface RootKeyState {
  readonly keyId: string;
  readonly state: RootKeyStateName;
  /** Epoch seconds. */
  readonly changedAt: number;
}

export async function listRootKeys({ db }: Pick<Store, "db">): Promise<RootKeyState[]> {
  const rows = await db
    .selectFrom("encryption_keys")
    .select(["key_id", "state", "changed_at"])
    .orderBy("key_id")
    .execute();
  return rows.map((row) => ({ keyId: row.key_id, state: row.state, changedAt: row.changed_at }));
}

/** How many data keys each root key wraps, by its id. */
export async function countWrapped({ db }: Pick<Store, "db">): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("data_keys")
    .select((eb) => ["root_key_id", eb.fn.countAll<number | string>().as("count")])
    .groupBy("root_key_id")
    .execute();
  return new Map(rows.map((row) => [row.root_key_id, Number(row.count)]));
}

/**
 * Retires a root key: the server starts without it from then on. Its row stays, so that a process that is configured
 * with it yet does not take it for a new one. False where it is the primary one, or wraps something.
 */
export async function retireRootKey(store: Store, keyId: string): Promise<boolean> {
  return await inTransaction(store, async ({ db }) => {
    const row = await db
      .selectFrom("encryption_keys")
      .select("state")
      .where("key_id", "=", keyId)
      .$if(store.database.engine === "postgres", (query) => query.forUpdate())
      .executeTakeFirst();
    // Who wraps with it holds its row: what they stored is seen here, and what comes later sees the state.
    const wraps = await db
      .selectFrom("data_keys")
      .select("data_key_id")
      .where("root_key_id", "=", keyId)
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.state === "primary" || wraps !== undefined) return false;
    await db
      .updateTable("encryption_keys")
      .set({ state: "retired", changed_at: store.clock.nowSeconds() })
      .where("key_id", "=", keyId)
      .execute();
    return true;
  });
}

/** The ids of configured keys that are retired: they may go from the configuration. */
export async function listRetiredConfigured(store: Store): Promise<string[]> {
  const retired = (await listRootKeys(store)).filter(({ state }) => state === "retired");
  return retired
    .map(({ keyId }) => keyId)
    .filter((keyId) => store.keyring.rootKeys.some(({ id }) => id === keyId));
}

/** What to do about a root key that was taken away for good. */
export function retiredKey(keyId: string): GrantryError {
  return invalidKey(`"${keyId}" is retired, and is not used again: add a key with another id.`);
}

function invalidKey(detail: string, cause?: unknown): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail, cause });
}
