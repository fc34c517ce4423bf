/** Table data_keys: which keys there are, how each goes from state to state, and how it is wrapped anew. */
import type { KeyState } from "../crypto/data-keys.ts";
import { contextOfDataKey, holdRootKey, primaryRootKey, rootKeyOf } from "./data-keys.ts";
import { inTransaction, type Store } from "./store.ts";

export interface DataKeyInfo {
  readonly keyId: string;
  /** Empty where it is the server's own. */
  readonly workspaceId: string;
  readonly state: KeyState;
  readonly rootKeyId: string;
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly changedAt: number;
}

const listed = [
  "data_key_id",
  "workspace_id",
  "state",
  "root_key_id",
  "created_at",
  "changed_at",
] as const;

/** A page of all, by workspace and id; of one workspace where it is given. */
export async function listDataKeys(
  { db }: Pick<Store, "db">,
  page: {
    readonly workspaceId: string | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<DataKeyInfo[]> {
  const { workspaceId } = page;
  const rows = await db
    .selectFrom("data_keys")
    .select(listed)
    .$if(workspaceId !== null, (query) => query.where("workspace_id", "=", workspaceId ?? ""))
    .where("data_key_id", ">", page.after)
    .orderBy("data_key_id")
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    keyId: row.data_key_id,
    workspaceId: row.workspace_id,
    state: row.state,
    rootKeyId: row.root_key_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }));
}

export async function findDataKey(store: Store, keyId: string): Promise<DataKeyInfo | undefined> {
  const row = await store.db
    .selectFrom("data_keys")
    .select(listed)
    .where("data_key_id", "=", keyId)
    .executeTakeFirst();
  return (
    row && {
      keyId,
      workspaceId: row.workspace_id,
      state: row.state,
      rootKeyId: row.root_key_id,
      createdAt: row.created_at,
      changedAt: row.changed_at,
    }
  );
}

/** The workspace's staged key, of which there may be one from a change that was broken off. */
export const findStaged = (store: Store, workspaceId: string): Promise<string | undefined> =>
  findIn(store, workspaceId, "staged");

/** The key that seals what is new in a workspace. */
export const findPrimary = (store: Store, workspaceId: string): Promise<string | undefined> =>
  findIn(store, workspaceId, "primary");

async function findIn(
  store: Store,
  workspaceId: string,
  state: KeyState,
): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("data_keys")
    .select("data_key_id")
    .where("workspace_id", "=", workspaceId)
    .where("state", "=", state)
    .orderBy("data_key_id")
    .limit(1)
    .executeTakeFirst();
  return row?.data_key_id;
}

/** Has a staged key seal what is new in its workspace. Call it once every process knows the key. False where it does. */
export async function promoteDataKey(
  store: Store,
  { workspaceId, keyId }: { readonly workspaceId: string; readonly keyId: string },
): Promise<boolean> {
  const changed_at = store.clock.nowSeconds();
  return await inTransaction(store, async ({ db }) => {
    const staged = await db
      .selectFrom("data_keys")
      .select("data_key_id")
      .where("data_key_id", "=", keyId)
      .where("state", "=", "staged")
      .executeTakeFirst();
    if (staged === undefined) return false;
    await db
      .updateTable("data_keys")
      .set({ state: "deprecated", changed_at })
      .where("workspace_id", "=", workspaceId)
      .where("state", "=", "primary")
      .execute();
    await db
      .updateTable("data_keys")
      .set({ state: "primary", changed_at })
      .where("data_key_id", "=", keyId)
      .execute();
    return true;
  });
}

/** Destroys one key that seals nothing new. False where it is the primary one, or gone. */
export async function deleteDataKey(store: Store, keyId: string): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("data_keys")
    .where("data_key_id", "=", keyId)
    .where("state", "<>", "primary")
    .executeTakeFirst();
  store.keyring.dataKeys.drop(keyId);
  return numDeletedRows === 1n;
}

/** Wraps a page of data keys anew that another root key wrapped than the primary one. Resolves with how many. */
export async function rewrapDataKeys(store: Store, limit: number): Promise<number> {
  const to = await primaryRootKey(store);
  const rows = await store.db
    .selectFrom("data_keys")
    .selectAll()
    .where("root_key_id", "<>", to.id)
    .orderBy("data_key_id")
    .limit(limit)
    .execute();
  for (const row of rows) {
    const context = contextOfDataKey(row.workspace_id, row.data_key_id);
    const from = rootKeyOf(store.keyring, row.root_key_id);
    const plain = await from.unwrap(row.wrapped_key, context);
    const wrapped_key = Buffer.from(await to.wrap(plain, context));
    await inTransaction(store, async (trx) => {
      await holdRootKey(trx, to.id);
      await trx.db
        .updateTable("data_keys")
        .set({ root_key_id: to.id, wrapped_key, changed_at: store.clock.nowSeconds() })
        .where("data_key_id", "=", row.data_key_id)
        .where("root_key_id", "=", row.root_key_id)
        .execute();
    });
  }
  return rows.length;
}
