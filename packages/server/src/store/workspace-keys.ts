/** Table workspace_keys, beside what bearer-secrets.ts does with it: making, listing, ending. */
import { hashSecret } from "../crypto/hash.ts";
import { beginningOf } from "../lib/id.ts";
import type { Secret } from "../lib/secret.ts";
import { given, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type Role, workspaceKeys } from "./tables/accounts.ts";

const listed = workspaceKeys.pick(
  "keyId",
  "name",
  "role",
  "scopes",
  "createdAt",
  "expiresAt",
  "lastUsedAt",
  "prefix",
  "madeBy",
);

export interface NewWorkspaceKey {
  readonly workspaceKeyId: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly secret: Secret;
  readonly role: Role;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
  /** For people to read. */
  readonly madeBy: string;
}

/** Resolves with the time at which it was made, as it is stored. */
export async function insertWorkspaceKey(store: Store, key: NewWorkspaceKey): Promise<number> {
  const createdAt = store.clock.nowSeconds();
  await store.db
    .insertInto("workspace_keys")
    .values({
      workspace_key_id: key.workspaceKeyId,
      workspace_id: key.workspaceId,
      name: key.name,
      key_hash: hashSecret(key.secret.reveal()),
      created_at: createdAt,
      expires_at: key.expiresAt,
      revoked_at: null,
      role: key.role,
      scopes: JSON.stringify(key.scopes),
      last_used_at: null,
      prefix: beginningOf(key.secret),
      made_by: key.madeBy,
    })
    .execute();
  return createdAt;
}

/** The keys of a workspace that were not revoked, by age. */
export async function listWorkspaceKeys(
  store: Store,
  workspaceId: string,
): Promise<RecordOf<typeof listed>[]> {
  const rows = await store.db
    .selectFrom("workspace_keys")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("revoked_at", "is", null)
    .orderBy("created_at")
    .orderBy("workspace_key_id")
    .execute();
  return rows.map(listed.read);
}

/** One of them, unless it was revoked. */
export async function getWorkspaceKey(
  store: Store,
  workspaceId: string,
  workspaceKeyId: string,
): Promise<RecordOf<typeof listed> | undefined> {
  const row = await store.db
    .selectFrom("workspace_keys")
    .selectAll()
    .where("workspace_key_id", "=", workspaceKeyId)
    .where("workspace_id", "=", workspaceId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return row && listed.read(row);
}

/** What is undefined stays as it is. */
export interface WorkspaceKeyChanges {
  readonly name: string | undefined;
  readonly role: Role | undefined;
  readonly scopes: readonly string[] | undefined;
  /** Epoch seconds; null: it does not end. */
  readonly expiresAt: number | null | undefined;
}

/** Changes a key that the workspace has. */
export async function changeWorkspaceKey(
  store: Store,
  workspaceKeyId: string,
  changes: WorkspaceKeyChanges,
): Promise<void> {
  await store.db
    .updateTable("workspace_keys")
    // So that there is something to set.
    .set({ workspace_key_id: workspaceKeyId, ...workspaceKeys.write(given(changes)) })
    .where("workspace_key_id", "=", workspaceKeyId)
    .execute();
}

/** Ends a key; false where the workspace has none of this id. */
export async function revokeWorkspaceKey(
  store: Store,
  workspaceId: string,
  workspaceKeyId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("workspace_keys")
    .set({ revoked_at: store.clock.nowSeconds() })
    .where("workspace_key_id", "=", workspaceKeyId)
    .where("workspace_id", "=", workspaceId)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Notes that a key was used. */
export async function touchWorkspaceKey(store: Store, workspaceKeyId: string): Promise<void> {
  await store.db
    .updateTable("workspace_keys")
    .set({ last_used_at: store.clock.nowSeconds() })
    .where("workspace_key_id", "=", workspaceKeyId)
    .execute();
}
