/** The apps of a workspace and their service tokens, as operators manage them. */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import { type App, selectApps, toApp } from "./apps.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { serviceTokens } from "./tables/apps.ts";

/** The apps of a workspace, by name. */
export async function listWorkspaceApps(store: Store, workspaceId: string): Promise<App[]> {
  const rows = await selectApps(store)
    .where("apps.workspace_id", "=", workspaceId)
    .orderBy("apps.name")
    .orderBy("apps.app_id")
    .execute();
  return rows.map(toApp);
}

/** An app of a workspace for production with a wildcard among its origins; undefined where there is none. */
export async function findPreviewsInProduction(
  store: Store,
  workspaceId: string,
): Promise<Pick<App, "name" | "origins"> | undefined> {
  const row = await selectApps(store)
    .where("apps.workspace_id", "=", workspaceId)
    .where("workspaces.environment", "=", "production")
    .where("apps.origins", "like", '%"https://*.%')
    .orderBy("apps.app_id")
    .limit(1)
    .executeTakeFirst();
  return row && toApp(row);
}

const listedToken = serviceTokens.pick(
  "serviceTokenId",
  "name",
  "createdAt",
  "expiresAt",
  "forFunctions",
);
export type ListedServiceToken = RecordOf<typeof listedToken>;

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
    .select(listedToken.columns)
    .where("app_id", "=", appId)
    .where("revoked_at", "is", null)
    .where((eb) =>
      eb.or([eb("for_functions", "=", 0), eb("expires_at", ">", store.clock.nowSeconds())]),
    )
    .orderBy("created_at")
    .orderBy("service_token_id")
    .execute();
  return rows.map(listedToken.read);
}

export interface NewServiceToken {
  readonly serviceTokenId: string;
  readonly workspaceId: string;
  readonly appId: string;
  readonly name: string;
  readonly secret: Secret;
  readonly expiresAt: number | null;
}

/** Resolves with the time at which it was made, as it is stored. */
export async function insertServiceToken(store: Store, token: NewServiceToken): Promise<number> {
  const createdAt = store.clock.nowSeconds();
  await store.db
    .insertInto("service_tokens")
    .values({
      ...serviceTokens.write({
        serviceTokenId: token.serviceTokenId,
        workspaceId: token.workspaceId,
        appId: token.appId,
        name: token.name,
        createdAt,
        expiresAt: token.expiresAt,
      }),
      token_hash: hashSecret(token.secret.reveal()),
    })
    .execute();
  return createdAt;
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
