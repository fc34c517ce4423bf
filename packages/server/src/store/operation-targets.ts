/** Which connections an operation is about. */
import { type RawBuilder, sql } from "kysely";
import { type ConnectionFilters, filtersOf } from "./connection-filters.ts";
import { allOf } from "./connection-pages.ts";
import type { Store } from "./store.ts";

/** What every member says that is not null holds; what is disconnected never is. */
export interface OperationFilter {
  /** As lists of connections are asked for. */
  readonly filters: ConnectionFilters;
  readonly ids: readonly string[] | null;
  /** Epoch seconds: connected from then on, and before then. */
  readonly connectedFrom: number | null;
  readonly connectedBefore: number | null;
  /** Epoch seconds, when the operation began: as it was then, and none that was made or connected anew later. */
  readonly madeUntil: number;
}

export interface Target {
  readonly connectionId: string;
  readonly connectorId: string;
  readonly integrationType: string;
  readonly appId: string;
  /** Whose budget a refresh counts against; null where that was not kept yet. */
  readonly providerKey: string | null;
}

function targetsOf({ database, db }: Store, workspaceId: string, filter: OperationFilter) {
  const { ids, connectedFrom, connectedBefore, madeUntil } = filter;
  const listed = filtersOf(filter.filters, { engine: database.engine, now: madeUntil });
  return db
    .selectFrom("connections")
    .where("workspace_id", "=", workspaceId)
    .where("status", "<>", "disconnected")
    .where("created_at", "<=", madeUntil)
    .where((eb) => eb.or([eb("connected_at", "is", null), eb("connected_at", "<=", madeUntil)]))
    .where(allOf(listed) as RawBuilder<boolean>)
    .$if(ids !== null, (query) => query.where("connection_id", "in", ids ?? []))
    .$if(connectedFrom !== null, (query) => query.where("connected_at", ">=", connectedFrom ?? 0))
    .$if(connectedBefore !== null, (query) =>
      query.where("connected_at", "<", connectedBefore ?? 0),
    );
}

/** How many there are, by app. */
export async function countTargets(
  store: Store,
  workspaceId: string,
  filter: OperationFilter,
): Promise<{ readonly appId: string; readonly count: number }[]> {
  const rows = await targetsOf(store, workspaceId, filter)
    .select((eb) => ["app_id", eb.fn.countAll().as("count")])
    .groupBy("app_id")
    .orderBy("app_id")
    .execute();
  return rows.map((row) => ({ appId: row.app_id, count: Number(row.count) }));
}

const typeOf = sql<string>`(SELECT connectors.integration_type FROM connectors
  WHERE connectors.connector_id = connections.connector_id)`;

/** The next ones by id. */
export async function listTargets(
  store: Store,
  workspaceId: string,
  filter: OperationFilter,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Target[]> {
  const rows = await targetsOf(store, workspaceId, filter)
    .select(["connection_id", "connector_id", "app_id", "provider_key"])
    .select(typeOf.as("integration_type"))
    .where("connection_id", ">", after)
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    connectorId: row.connector_id,
    appId: row.app_id,
    integrationType: row.integration_type,
    providerKey: row.provider_key,
  }));
}
