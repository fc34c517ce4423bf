/** Tables service_tokens and workspace_keys: bearer secrets of our own, stored as hashes. */
import { hashSecret } from "../crypto/hash.ts";
import { beginningOf } from "../lib/id.ts";
import type { Secret } from "../lib/secret.ts";
import { parseList } from "./json-text.ts";
import { holds, type Store } from "./store.ts";
import type { Role } from "./tables/accounts.ts";

export interface ServiceToken {
  readonly serviceTokenId: string;
  readonly workspaceId: string;
  readonly appId: string;
}

export interface WorkspaceKey {
  readonly workspaceKeyId: string;
  readonly workspaceId: string;
  readonly name: string;
}

/** A workspace key that was presented: what it may do, and when it was used before. */
export interface KnownWorkspaceKey extends WorkspaceKey {
  readonly role: Role;
  /** Null where only the role limits it. */
  readonly scopes: readonly string[] | null;
  readonly lastUsedAt: number | null;
}

/** The live service token with this secret, for this app; or undefined. */
export async function findServiceToken(
  store: Store,
  appId: string,
  secret: Secret,
): Promise<ServiceToken | undefined> {
  const row = await store.db
    .selectFrom("service_tokens")
    .select(["service_token_id", "workspace_id", "app_id", "expires_at", "revoked_at"])
    .where("token_hash", "=", hashSecret(secret.reveal()))
    .where("app_id", "=", appId)
    .executeTakeFirst();
  if (row === undefined || !isLive(row, store.clock.nowSeconds())) return undefined;
  return {
    serviceTokenId: row.service_token_id,
    workspaceId: row.workspace_id,
    appId: row.app_id,
  };
}

/** Whether a bearer secret is neither revoked nor expired. */
export function isLive(
  row: { expires_at: number | null; revoked_at: number | null },
  nowSeconds: number,
): boolean {
  return row.revoked_at === null && (row.expires_at === null || row.expires_at > nowSeconds);
}

/** The live workspace key with this secret, or undefined. */
export async function findWorkspaceKey(
  store: Store,
  secret: Secret,
): Promise<KnownWorkspaceKey | undefined> {
  const row = await store.db
    .selectFrom("workspace_keys")
    .selectAll()
    .where("key_hash", "=", hashSecret(secret.reveal()))
    .executeTakeFirst();
  if (row === undefined || !isLive(row, store.clock.nowSeconds())) return undefined;
  return {
    workspaceKeyId: row.workspace_key_id,
    workspaceId: row.workspace_id,
    name: row.name,
    role: row.role,
    scopes: row.scopes === null ? null : parseList(row.scopes),
    lastUsedAt: row.last_used_at,
  };
}

/** Enters a service token, or gives the one of this id a new secret; false where it is another app's. */
export async function putServiceToken(
  store: Store,
  token: ServiceToken & { name: string; secret: Secret },
): Promise<boolean> {
  const values = { name: token.name, token_hash: hashSecret(token.secret.reveal()) };
  const row = await store.db
    .selectFrom("service_tokens")
    .select(["name", "token_hash"])
    .where("service_token_id", "=", token.serviceTokenId)
    .where("app_id", "=", token.appId)
    .executeTakeFirst();
  if (holds(row, values)) return true;
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("service_tokens")
    .values({
      service_token_id: token.serviceTokenId,
      workspace_id: token.workspaceId,
      app_id: token.appId,
      ...values,
      created_at: store.clock.nowSeconds(),
      expires_at: null,
      revoked_at: null,
      for_functions: 0,
    })
    .onConflict((conflict) =>
      conflict
        .column("service_token_id")
        .doUpdateSet(values)
        .where("service_tokens.app_id", "=", token.appId),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Enters a service token for functions, which ends by itself. Its id and secret are made at random. */
export async function addFunctionToken(
  store: Store,
  token: ServiceToken & { secret: Secret; expiresAt: number },
): Promise<void> {
  await store.db
    .insertInto("service_tokens")
    .values({
      service_token_id: token.serviceTokenId,
      workspace_id: token.workspaceId,
      app_id: token.appId,
      name: "given to functions",
      token_hash: hashSecret(token.secret.reveal()),
      created_at: store.clock.nowSeconds(),
      expires_at: token.expiresAt,
      revoked_at: null,
      for_functions: 1,
    })
    .execute();
}

/** Whether a service token is there and neither revoked nor over. */
export async function isLiveServiceToken(store: Store, serviceTokenId: string): Promise<boolean> {
  const row = await store.db
    .selectFrom("service_tokens")
    .select(["expires_at", "revoked_at"])
    .where("service_token_id", "=", serviceTokenId)
    .executeTakeFirst();
  return row !== undefined && isLive(row, store.clock.nowSeconds());
}

/** Removes tokens for functions that ended before; those that operators made stay in their lists. */
export async function deleteFunctionTokensEndedBefore(store: Store, before: number): Promise<void> {
  await store.db
    .deleteFrom("service_tokens")
    .where("for_functions", "=", 1)
    .where("expires_at", "<", before)
    .execute();
}

/** Enters a workspace key, or gives the one of this id a new secret; false where it is another workspace's. */
export async function putWorkspaceKey(
  store: Store,
  key: WorkspaceKey & { secret: Secret },
): Promise<boolean> {
  const values = {
    name: key.name,
    key_hash: hashSecret(key.secret.reveal()),
    prefix: beginningOf(key.secret),
  };
  const row = await store.db
    .selectFrom("workspace_keys")
    .select(["name", "key_hash", "prefix"])
    .where("workspace_key_id", "=", key.workspaceKeyId)
    .where("workspace_id", "=", key.workspaceId)
    .executeTakeFirst();
  if (holds(row, values)) return true;
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("workspace_keys")
    .values({
      workspace_key_id: key.workspaceKeyId,
      workspace_id: key.workspaceId,
      ...values,
      created_at: store.clock.nowSeconds(),
      expires_at: null,
      revoked_at: null,
      // Whoever writes the bootstrap file runs the server.
      role: "admin",
      scopes: null,
      last_used_at: null,
      made_by: "the bootstrap file",
    })
    .onConflict((conflict) =>
      conflict
        .column("workspace_key_id")
        .doUpdateSet(values)
        .where("workspace_keys.workspace_id", "=", key.workspaceId),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
