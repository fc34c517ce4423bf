/**
 * Table data_keys: the keys that values are sealed with, wrapped. What a process has unwrapped it keeps in memory
 * (crypto/data-keys.ts), so that a value is sealed and opened without asking anybody.
 */
import { randomBytes } from "node:crypto";
import type { DataKey, KeyState } from "../crypto/data-keys.ts";
import { DataKeyAbsent, type Keyring } from "../crypto/keyring.ts";
import type { RootKey } from "../crypto/root-key.ts";
import { type SealedPlace, unreadable } from "../crypto/sealed-value.ts";
import { GrantryError } from "../lib/error.ts";
import { newHandle } from "../lib/id.ts";
import type { Executor } from "./database.ts";
import { inTransaction, type Store } from "./store.ts";
import type { DataKeyRow } from "./tables/server.ts";

const keyBytes = 32;

/** What a wrapped data key is bound to. */
export function contextOfDataKey(workspaceId: string, dataKeyId: string): string {
  return `data key ${dataKeyId} of ${workspaceId}`;
}

/** Has the key that seals for a workspace in memory, so that `keyring.seal` finds it; the server's own is "". */
export async function prepareSealing(store: Store, workspaceId: string): Promise<void> {
  const { dataKeys } = store.keyring;
  if (dataKeys.primaryOf(workspaceId)?.serves === true) return;
  await takeUpOf(store, workspaceId);
  if (dataKeys.primaryOf(workspaceId)?.serves === true) return;
  // One that is made here might be undone with the transaction, when something is sealed with it already.
  if (store.db.isTransaction) throw new DataKeyAbsent(workspaceId);
  await makeFirstDataKey(store, workspaceId);
  await takeUpOf(store, workspaceId);
}

/**
 * Opens a sealed value; its key is fetched where it is not in memory. Throws sealed_value_unreadable, and
 * key_service_unavailable where the key must be unwrapped and cannot be now.
 */
export async function openSealed(
  store: Store,
  sealed: Uint8Array,
  place: SealedPlace,
): Promise<string> {
  try {
    return store.keyring.open(sealed, place);
  } catch (thrown) {
    if (!(thrown instanceof DataKeyAbsent) || thrown.keyId === undefined) throw thrown;
    await loadDataKey(store, thrown.keyId);
    return store.keyring.open(sealed, place);
  }
}

async function loadDataKey(store: Store, dataKeyId: string): Promise<void> {
  const row = await store.db
    .selectFrom("data_keys")
    .selectAll()
    .where("data_key_id", "=", dataKeyId)
    .executeTakeFirst();
  if (row === undefined) throw unreadable(`there is no data key "${dataKeyId}" any more`);
  await takeUp(store, row);
}

/** Has all keys of a workspace in memory, as they are in the database. */
export async function takeUpOf(store: Store, workspaceId: string): Promise<void> {
  if (madeHere.has(store.db)) throw new DataKeyAbsent(workspaceId);
  const rows = await store.db
    .selectFrom("data_keys")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  for (const row of rows) await takeUp(store, row);
}

/** Unwraps under way, so that a burst of reads asks a key service once. */
const underWay = new WeakMap<Keyring, Map<string, Promise<DataKey>>>();

/**
 * Has a key in memory as the row says it. Throws encryption_key_invalid where it does not unwrap or its root key
 * is not configured, key_service_unavailable where it cannot be unwrapped now.
 */
export async function takeUp(store: Store, row: DataKeyRow): Promise<void> {
  const { keyring } = store;
  const { data_key_id: keyId, state } = row;
  if (keyring.dataKeys.get(keyId)?.serves === true) return keyring.dataKeys.setState(keyId, state);
  await proveDataKey(store, row);
}

/** Unwraps a key, also one that is in memory: it serves for another while. Throws as takeUp. */
export async function proveDataKey(store: Store, row: DataKeyRow): Promise<void> {
  const { clock, keyring } = store;
  const { data_key_id: keyId, workspace_id: workspaceId, state } = row;
  const flights = underWay.get(keyring) ?? new Map<string, Promise<DataKey>>();
  underWay.set(keyring, flights);
  const unwrapped =
    flights.get(keyId) ??
    unwrap(keyring, row).then((plain) =>
      keyring.dataKeys.put({ keyId, workspaceId, state, plain, nowMs: clock.steadyMs() }),
    );
  flights.set(keyId, unwrapped);
  try {
    await unwrapped;
  } finally {
    flights.delete(keyId);
  }
}

async function unwrap(keyring: Keyring, row: DataKeyRow): Promise<Uint8Array> {
  const root = rootKeyOf(keyring, row.root_key_id);
  const plain = await root.unwrap(
    row.wrapped_key,
    contextOfDataKey(row.workspace_id, row.data_key_id),
  );
  if (plain.length !== keyBytes) throw invalidKey("A data key must be 32 bytes.");
  return plain;
}

/** Throws encryption_key_invalid where the root key is not configured. */
export function rootKeyOf(keyring: Keyring, rootKeyId: string): RootKey {
  const root = keyring.rootKeys.find(({ id }) => id === rootKeyId);
  if (root !== undefined) return root;
  throw invalidKey(
    `The database holds data keys wrapped by the key "${rootKeyId}", which is not configured: add it.`,
  );
}

/** The root key that wraps what is new. */
export async function primaryRootKey({ db, keyring }: Store): Promise<RootKey> {
  const row = await db
    .selectFrom("encryption_keys")
    .select("key_id")
    .where("state", "=", "primary")
    .executeTakeFirst();
  if (row === undefined) throw invalidKey("No root key is the primary one: start the server once.");
  return rootKeyOf(keyring, row.key_id);
}

/** Transactions that have made a key: until they are committed nobody may hold it. */
const madeHere = new WeakSet<Executor>();

/**
 * Makes the key of a workspace that has none yet: the one that was wrapped before, where it is given, so that a
 * transaction does not wait for a key service. In a transaction nothing can be sealed with it before the
 * transaction's end.
 */
export async function makeFirstDataKey(
  store: Store,
  workspaceId: string,
  wrapped?: WrappedDataKey,
): Promise<void> {
  const known = await store.db
    .selectFrom("data_keys")
    .select("data_key_id")
    .where("workspace_id", "=", workspaceId)
    .where("state", "=", "primary")
    .executeTakeFirst();
  if (known !== undefined) return;
  await insertDataKey(store, wrapped ?? (await wrapDataKey(store, workspaceId)), "primary");
}

/** Makes a further key, which no process seals with yet. Resolves with its id. */
export async function stageDataKey(store: Store, workspaceId: string): Promise<string> {
  return await insertDataKey(store, await wrapDataKey(store, workspaceId), "staged");
}

/** A key that no database has yet. */
export type WrappedDataKey = Pick<
  DataKeyRow,
  "data_key_id" | "workspace_id" | "root_key_id" | "wrapped_key"
>;

/** Makes a key and has the primary root key wrap it; nothing is stored. Throws key_service_unavailable. */
export async function wrapDataKey(store: Store, workspaceId: string): Promise<WrappedDataKey> {
  const dataKeyId = newHandle("dataKey");
  const root = await primaryRootKey(store);
  const context = contextOfDataKey(workspaceId, dataKeyId);
  return {
    data_key_id: dataKeyId,
    workspace_id: workspaceId,
    root_key_id: root.id,
    wrapped_key: Buffer.from(await root.wrap(randomBytes(keyBytes), context)),
  };
}

async function insertDataKey(
  store: Store,
  wrapped: WrappedDataKey,
  state: KeyState,
): Promise<string> {
  const now = store.clock.nowSeconds();
  if (store.db.isTransaction) madeHere.add(store.db);
  await inTransaction(store, async (trx) => {
    await holdRootKey(trx, wrapped.root_key_id);
    await trx.db
      .insertInto("data_keys")
      .values({ ...wrapped, state, created_at: now, changed_at: now })
      // Another process may have made the first at the same moment.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return wrapped.data_key_id;
}

/**
 * Keeps a root key from being retired until the transaction's end, for what is stored that it wrapped. Throws
 * encryption_key_invalid where it is retired already.
 */
export async function holdRootKey({ db, database }: Store, rootKeyId: string): Promise<void> {
  const held = await db
    .selectFrom("encryption_keys")
    .select("key_id")
    .where("key_id", "=", rootKeyId)
    .where("state", "<>", "retired")
    .$if(database.engine === "postgres", (query) => query.forShare())
    .executeTakeFirst();
  if (held !== undefined) return;
  throw invalidKey(`The root key "${rootKeyId}" was retired meanwhile: try again.`);
}

/** Makes the key of every workspace that has none: of those from before there were any. */
export async function makeMissingDataKeys(store: Store): Promise<void> {
  const rows = await store.db
    .selectFrom("workspaces")
    .select("workspace_id")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("data_keys")
            .select("data_key_id")
            .whereRef("data_keys.workspace_id", "=", "workspaces.workspace_id"),
        ),
      ),
    )
    .execute();
  for (const { workspace_id } of rows) await makeFirstDataKey(store, workspace_id);
}

/**
 * Destroys the keys of a workspace: whatever is sealed with them opens nowhere any more but where a backup has the
 * keys. Call it in the transaction that deletes the workspace, and emptyLog after it.
 */
export async function destroyDataKeys(store: Store, workspaceId: string): Promise<void> {
  const rows = await store.db
    .deleteFrom("data_keys")
    .where("workspace_id", "=", workspaceId)
    .returning("data_key_id")
    .execute();
  for (const row of rows) store.keyring.dataKeys.drop(row.data_key_id);
}

function invalidKey(detail: string): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail });
}
