/** The connections of a workspace, as its lists show them. */
import type { ConnectorKind } from "./connection-filters.ts";
import type { ListedConnection } from "./connection-lists.ts";
import { type Connection, frozenAt, toConnection } from "./connections.ts";
import { listedColumns, toListedConnector } from "./listed-connectors.ts";
import { providerEntry } from "./provider-entry.ts";
import type { Store } from "./store.ts";

/** These connections, with their connectors, in this order; without those that are gone. */
export async function listByIds(
  store: Store,
  connectionIds: readonly string[],
): Promise<(ListedConnection & { readonly connection: Connection })[]> {
  if (connectionIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("connections")
    .innerJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .selectAll("connections")
    .select(frozenAt)
    .select(listedColumns)
    .where("connections.connection_id", "in", connectionIds)
    .execute();
  const byId = new Map(rows.map((row) => [row.connection_id, row]));
  return connectionIds.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return [{ ...toListedConnector(row), connection: toConnection(row) }];
  });
}

/** As many kinds of connectors as are told apart. */
const kindsMax = 1_000;

/** The kinds of connectors that a workspace has, each with the entry of its own provider, where it is one. */
export async function listConnectorKinds(
  store: Store,
  workspaceId: string,
): Promise<(ConnectorKind & { readonly providerEntry: string | null })[]> {
  const kinds = store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .select([
      "connectors.integration_type",
      "oauth_clients.server_id",
      "oauth_clients.workspace_id",
    ])
    .distinct()
    .where("connectors.workspace_id", "=", workspaceId)
    .limit(kindsMax);
  const rows = await store.db
    .selectFrom(kinds.as("oauth_clients"))
    .select(["integration_type", "server_id", providerEntry])
    .execute();
  return rows.map((row) => ({
    integrationType: row.integration_type,
    serverId: row.server_id,
    providerEntry: row.provider_entry,
  }));
}

/** By what connectors are named where a list is asked for; null for any. */
export interface ConnectorFilters {
  readonly integrationType: string | null;
  readonly oauthClientId: string | null;
  /** The authorization server's id. */
  readonly providerId: string | null;
}

/** As many connectors as one list can be asked for. */
const connectorsMax = 5_000;

/** The ids of the workspace's connectors for which all of this holds, its apps' own as well. */
export async function connectorsBy(
  store: Store,
  workspaceId: string,
  { integrationType, oauthClientId, providerId }: ConnectorFilters,
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .select("connectors.connector_id")
    .where("connectors.workspace_id", "=", workspaceId)
    .$if(integrationType !== null, (some) =>
      some.where("connectors.integration_type", "=", integrationType ?? ""),
    )
    .$if(oauthClientId !== null, (some) =>
      some.where("connectors.oauth_client_id", "=", oauthClientId ?? ""),
    )
    .$if(providerId !== null, (some) =>
      some.where("oauth_clients.server_id", "=", providerId ?? ""),
    )
    .limit(connectorsMax)
    .execute();
  return rows.map(({ connector_id: id }) => id);
}
