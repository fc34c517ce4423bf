/** Tables service_tokens and workspace_keys: bearer secrets of our own, stored as hashes. */
import { hashSecret } from "../crypto/hash.ts";
import { beginningOf } from "../lib/id.ts";
import type { Secret } from "../lib/secret.ts";
import { parseList } from "./json-text.ts";
import { holds, type Store } from "./store.ts";
import type { Role } from "./tables/accounts.ts";
import { serviceTokens } from "./tables/apps.ts";

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

/** A service token that was presented: what it may do, and when it was used before. */
export interface KnownServiceToken extends ServiceToken {
  /** Null: all that a service token can do. */
  readonly scopes: readonly string[] | null;
  /** The connectors that it is limited to; null: all of the app's. */
  readonly connectorIds: readonly string[] | null;
  /** Epoch seconds, about; null where it was never used. */
  readonly lastUsedAt: number | null;
}

/** A workspace key that was presented: what it may do, and when it was used before. */
export interface KnownWorkspaceKey extends WorkspaceKey {
  readonly role: Role;
  /** Null where only the role limits it. */
  readonly scopes: readonly string[] | null;
  readonly lastUsedAt: number | null;
}

const known = serviceTokens.pick(
  "serviceTokenId",
  "workspaceId",
  "appId",
  "scopes",
  "connectorIds",
  "lastUsedAt",
);

/** The live service token with this secret, for this app; or undefined. */
export async function findServiceToken(
  store: Store,
  appId: string,
  secret: Secret,
): Promise<KnownServiceToken | undefined> {
  const row = await store.db
    .selectFrom("service_tokens")
    .select([...known.columns, "expires_at", "revoked_at"])
    .where("token_hash", "=", hashSecret(secret.reveal()))
    .where("app_id", "=", appId)
    .executeTakeFirst();
  if (row === undefined || !isLive(row, store.clock.nowSeconds())) return undefined;
  return known.read(row);
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

/**
 * Enters a service token with these scopes, or gives the one of this id a new secret; false where it is
 * another app's.
 */
export async function putServiceToken(
  store: Store,
  token: ServiceToken & { name: string; secret: Secret; scopes: readonly string[] },
): Promise<boolean> {
  const values = {
    name: token.name,
    token_hash: hashSecret(token.secret.reveal()),
    prefix: beginningOf(token.secret),
  };
  const row = await store.db
    .selectFrom("service_tokens")
    .select(["name", "token_hash", "prefix"])
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
      scopes: JSON.stringify(token.scopes),
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
  token: ServiceToken & { secret: Secret; expiresAt: number; scopes: readonly string[] },
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
      scopes: JSON.stringify(token.scopes),
    })
    .execute();
}

/** Notes when a token of operators was used. Of those for functions, which end after minutes, nobody asks. */
export async function touchServiceToken(
  store: Store,
  { serviceTokenId, usedAt }: { readonly serviceTokenId: string; readonly usedAt: number },
): Promise<void> {
  await store.db
    .updateTable("service_tokens")
    .set({ last_used_at: usedAt })
    .where("service_token_id", "=", serviceTokenId)
    .where("for_functions", "=", 0)
    .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<", usedAt)]))
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
