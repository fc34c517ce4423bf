/** Which connections an operation is about. */
import type { Kysely } from "kysely";
import type { ConnectionStatus, OwnerKind, Schema } from "./schema.ts";
import type { Store } from "./store.ts";

/** What every member says that is not null holds. */
export interface OperationFilter {
  readonly ids: readonly string[] | null;
  readonly appId: string | null;
  readonly connectorId: string | null;
  readonly integrationType: string | null;
  readonly ownerKind: OwnerKind | null;
  /** Of any issuer where that is undefined; null: of none. */
  readonly user: { readonly userId: string; readonly issuer?: string | null | undefined } | null;
  readonly statuses: readonly ConnectionStatus[];
  /** Epoch seconds: connected from then on, and before then. */
  readonly connectedFrom: number | null;
  readonly connectedBefore: number | null;
  /** Epoch seconds: none that was made later. */
  readonly madeUntil: number;
}

export interface Target {
  readonly connectionId: string;
  readonly connectorId: string;
  readonly integrationType: string;
  readonly appId: string;
}

function targetsOf(db: Kysely<Schema>, workspaceId: string, filter: OperationFilter) {
  const { ids, appId, connectorId, integrationType: type, ownerKind, user } = filter;
  const { connectedFrom, connectedBefore } = filter;
  return db
    .selectFrom("connections")
    .innerJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .where("connections.workspace_id", "=", workspaceId)
    .where("connections.status", "in", filter.statuses)
    .where("connections.created_at", "<=", filter.madeUntil)
    .$if(ids !== null, (query) => query.where("connections.connection_id", "in", ids ?? []))
    .$if(appId !== null, (query) => query.where("connections.app_id", "=", appId ?? ""))
    .$if(connectorId !== null, (query) =>
      query.where("connections.connector_id", "=", connectorId ?? ""),
    )
    .$if(type !== null, (query) => query.where("connectors.integration_type", "=", type ?? ""))
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
    .$if(connectedFrom !== null, (query) =>
      query.where("connections.connected_at", ">=", connectedFrom ?? 0),
    )
    .$if(connectedBefore !== null, (query) =>
      query.where("connections.connected_at", "<", connectedBefore ?? 0),
    );
}

/** How many there are, by app. */
export async function countTargets(
  store: Store,
  workspaceId: string,
  filter: OperationFilter,
): Promise<{ readonly appId: string; readonly count: number }[]> {
  const rows = await targetsOf(store.db, workspaceId, filter)
    .select((eb) => ["connections.app_id", eb.fn.countAll().as("count")])
    .groupBy("connections.app_id")
    .orderBy("connections.app_id")
    .execute();
  return rows.map((row) => ({ appId: row.app_id, count: Number(row.count) }));
}

/** The next ones by id. */
export async function listTargets(
  store: Store,
  workspaceId: string,
  filter: OperationFilter,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Target[]> {
  const rows = await targetsOf(store.db, workspaceId, filter)
    .select([
      "connections.connection_id",
      "connections.connector_id",
      "connections.app_id",
      "connectors.integration_type",
    ])
    .where("connections.connection_id", ">", after)
    .orderBy("connections.connection_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    connectorId: row.connector_id,
    appId: row.app_id,
    integrationType: row.integration_type,
  }));
}
