/** Table providers: the custom providers of a workspace. Every read and write names the workspace. */
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { providers } from "./tables/providers.ts";

const listed = providers.pick("providerId", "entry", "createdAt", "updatedAt");
export type CustomProvider = RecordOf<typeof listed>;

/** How many custom providers a workspace may have: each is read whole where they are compared. */
export const providersMax = 200;

/**
 * Keeps others from changing the providers of a workspace, and a bootstrap from adding connectors
 * to it, until the transaction ends.
 */
export async function lockWorkspace(store: Store, workspaceId: string): Promise<void> {
  await store.db
    .updateTable("workspaces")
    .set((eb) => ({ name: eb.ref("name") }))
    .where("workspace_id", "=", workspaceId)
    .execute();
}

/** The custom providers of a workspace, by id. */
export async function listProviders(store: Store, workspaceId: string): Promise<CustomProvider[]> {
  const rows = await store.db
    .selectFrom("providers")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .orderBy("provider_id")
    .limit(providersMax)
    .execute();
  return rows.map(listed.read);
}

/** JSON of the workspace's own provider of this id, or undefined. */
export async function findProviderEntry(
  store: Store,
  workspaceId: string,
  providerId: string,
): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("providers")
    .select("entry")
    .where("workspace_id", "=", workspaceId)
    .where("provider_id", "=", providerId)
    .executeTakeFirst();
  return row?.entry;
}

/** Creates a custom provider or changes it. */
export async function putProvider(
  store: Store,
  provider: { workspaceId: string; providerId: string; entry: string },
): Promise<void> {
  const now = store.clock.nowSeconds();
  if (
    (await findProviderEntry(store, provider.workspaceId, provider.providerId)) === provider.entry
  )
    return;
  const values = { entry: provider.entry, updated_at: now };
  await store.db
    .insertInto("providers")
    .values({
      provider_id: provider.providerId,
      workspace_id: provider.workspaceId,
      ...values,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "provider_id"]).doUpdateSet(values))
    .execute();
}

/** Deletes a custom provider; false where the workspace has none of this id. */
export async function deleteProvider(
  store: Store,
  workspaceId: string,
  providerId: string,
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("providers")
    .where("workspace_id", "=", workspaceId)
    .where("provider_id", "=", providerId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** The integration types of the connectors whose OAuth client belongs to this provider. */
export async function listTypesInUse(
  store: Store,
  workspaceId: string,
  providerId: string,
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .select("connectors.integration_type")
    .distinct()
    .where("connectors.workspace_id", "=", workspaceId)
    .where("oauth_clients.server_id", "=", providerId)
    .orderBy("connectors.integration_type")
    .execute();
  return rows.map((row) => row.integration_type);
}
