/** The apps of a workspace and their service tokens, as operators manage them. */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import type { App, IdentityProvider } from "./apps.ts";
import { parseList } from "./json-text.ts";
import type { Store } from "./store.ts";

/** The apps of a workspace, by name. */
export async function listWorkspaceApps(store: Store, workspaceId: string): Promise<App[]> {
  const rows = await store.db
    .selectFrom("apps")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .orderBy("name")
    .orderBy("app_id")
    .execute();
  return rows.map((row) => ({
    appId: row.app_id,
    workspaceId: row.workspace_id,
    name: row.name,
    origins: parseList(row.origins),
    identityProviders: JSON.parse(row.identity_providers) as IdentityProvider[],
    functionsUrl: row.functions_url,
    authVersion: row.auth_version,
  }));
}

export interface ListedServiceToken {
  readonly serviceTokenId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Whether the server made it to be given to the app's functions; it ends after minutes. */
  readonly forFunctions: boolean;
}

/**
 * The service tokens of an app that were not revoked, by age. Those of operators stay when they are
 * over; those given to functions, which are made and end by themselves, do not.
 */
export async function listServiceTokens(
  store: Store,
  appId: string,
): Promise<ListedServiceToken[]> {
  const rows = await store.db
    .selectFrom("service_tokens")
    .select(["service_token_id", "name", "created_at", "expires_at", "for_functions"])
    .where("app_id", "=", appId)
    .where("revoked_at", "is", null)
    .where((eb) =>
      eb.or([eb("for_functions", "=", 0), eb("expires_at", ">", store.clock.nowSeconds())]),
    )
    .orderBy("created_at")
    .orderBy("service_token_id")
    .execute();
  return rows.map((row) => ({
    serviceTokenId: row.service_token_id,
    name: row.name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    forFunctions: row.for_functions === 1,
  }));
}

export interface NewServiceToken {
  readonly serviceTokenId: string;
  readonly workspaceId: string;
  readonly appId: string;
  readonly name: string;
  readonly secret: Secret;
  readonly expiresAt: number | null;
}

export async function insertServiceToken(store: Store, token: NewServiceToken): Promise<void> {
  await store.db
    .insertInto("service_tokens")
    .values({
      service_token_id: token.serviceTokenId,
      workspace_id: token.workspaceId,
      app_id: token.appId,
      name: token.name,
      token_hash: hashSecret(token.secret.reveal()),
      created_at: store.clock.nowSeconds(),
      expires_at: token.expiresAt,
      revoked_at: null,
      for_functions: 0,
    })
    .execute();
}

/** Ends a token; false where the app has none of this id. */
export async function revokeServiceToken(
  store: Store,
  appId: string,
  serviceTokenId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("service_tokens")
    .set({ revoked_at: store.clock.nowSeconds() })
    .where("service_token_id", "=", serviceTokenId)
    .where("app_id", "=", appId)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
