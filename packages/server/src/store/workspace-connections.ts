/** The connections of a workspace, page by page. */
import type { ListedConnection } from "./connection-lists.ts";
import { type Connection, toConnection } from "./connections.ts";
import { providerEntry } from "./provider-entry.ts";
import type { ConnectionStatus, OwnerKind } from "./schema.ts";
import type { Store } from "./store.ts";

export interface WorkspaceConnectionsQuery {
  readonly workspaceId: string;
  /** Null for any. */
  readonly appId: string | null;
  readonly integrationType: string | null;
  readonly connectorId: string | null;
  readonly ownerKind: OwnerKind | null;
  /** Of any issuer where that is undefined; null: of none. */
  readonly user: { readonly userId: string; readonly issuer: string | null | undefined } | null;
  readonly statuses: readonly ConnectionStatus[] | null;
  /** Id of the last connection of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/** Ordered by id. */
export async function listOfWorkspace(
  store: Store,
  asked: WorkspaceConnectionsQuery,
): Promise<(ListedConnection & { readonly connection: Connection })[]> {
  const { workspaceId, appId, integrationType, connectorId, ownerKind, user } = asked;
  const { statuses, after, limit } = asked;
  const rows = await store.db
    .selectFrom("connections")
    .innerJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .selectAll("connections")
    .select([
      "connectors.name as connector_name",
      "connectors.integration_type",
      "oauth_clients.server_id",
      providerEntry,
    ])
    .where("connections.workspace_id", "=", workspaceId)
    .$if(appId !== null, (query) => query.where("connections.app_id", "=", appId ?? ""))
    .$if(integrationType !== null, (query) =>
      query.where("connectors.integration_type", "=", integrationType ?? ""),
    )
    .$if(connectorId !== null, (query) =>
      query.where("connections.connector_id", "=", connectorId ?? ""),
    )
    .$if(ownerKind !== null, (query) =>
      query.where("connections.owner_kind", "=", ownerKind ?? "app"),
    )
    .$if(user !== null, (query) =>
      query
        .where("connections.owner_kind", "=", "user")
        .where("connections.user_id", "=", user?.userId ?? ""),
    )
    .$if(user?.issuer !== undefined, (query) =>
      query.where("connections.user_issuer", "=", user?.issuer ?? ""),
    )
    .$if(statuses !== null, (query) => query.where("connections.status", "in", statuses ?? []))
    .$if(after !== null, (query) => query.where("connections.connection_id", ">", after ?? ""))
    .orderBy("connections.connection_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    connectorId: row.connector_id,
    connectorName: row.connector_name,
    integrationType: row.integration_type,
    serverId: row.server_id,
    providerEntry: row.provider_entry,
    connection: toConnection(row),
  }));
}
