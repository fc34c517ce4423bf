/** The service tokens of an app, as operators manage them. */
import { hashSecret } from "../crypto/hash.ts";
import { beginningOf } from "../lib/id.ts";
import type { Secret } from "../lib/secret.ts";
import { given, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { serviceTokens } from "./tables/apps.ts";

const listedToken = serviceTokens.pick(
  "serviceTokenId",
  "name",
  "createdAt",
  "expiresAt",
  "forFunctions",
  "scopes",
  "connectorIds",
  "lastUsedAt",
  "prefix",
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

/** One of them, unless it was revoked. */
export async function getServiceToken(
  store: Store,
  appId: string,
  serviceTokenId: string,
): Promise<ListedServiceToken | undefined> {
  const row = await store.db
    .selectFrom("service_tokens")
    .select(listedToken.columns)
    .where("service_token_id", "=", serviceTokenId)
    .where("app_id", "=", appId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return row && listedToken.read(row);
}

export interface NewServiceToken {
  readonly serviceTokenId: string;
  readonly workspaceId: string;
  readonly appId: string;
  readonly name: string;
  readonly secret: Secret;
  readonly expiresAt: number | null;
  readonly scopes: readonly string[];
  readonly connectorIds: readonly string[] | null;
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
        scopes: token.scopes,
        connectorIds: token.connectorIds,
        prefix: beginningOf(token.secret),
      }),
      token_hash: hashSecret(token.secret.reveal()),
    })
    .execute();
  return createdAt;
}

/** What is undefined stays as it is. */
export interface ServiceTokenChanges {
  readonly name: string | undefined;
  /** Null: all that a service token can do. */
  readonly scopes: readonly string[] | null | undefined;
  /** Null: all of the app's. */
  readonly connectorIds: readonly string[] | null | undefined;
  /** Epoch seconds; null: it does not end. */
  readonly expiresAt: number | null | undefined;
}

/** Changes a token; false where the app has none of this id. */
export async function changeServiceToken(
  store: Store,
  { appId, serviceTokenId }: { readonly appId: string; readonly serviceTokenId: string },
  changes: ServiceTokenChanges,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("service_tokens")
    // So that there is something to set.
    .set({ service_token_id: serviceTokenId, ...serviceTokens.write(given(changes)) })
    .where("service_token_id", "=", serviceTokenId)
    .where("app_id", "=", appId)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
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
