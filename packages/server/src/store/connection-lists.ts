/** The lists of table connections. */
import { type Connection, toConnection } from "./connections.ts";
import { type ListedConnector, listedColumns, toListedConnector } from "./listed-connectors.ts";
import { type AppUserId, ownerColumns } from "./owner.ts";
import type { Store } from "./store.ts";

export interface ListedConnection extends ListedConnector {
  /** Undefined where the user never connected. */
  readonly connection: Connection | undefined;
}

/** How many connectors a list answers at most. */
const listMax = 500;

/** Every connector that a user of the app may connect, with the user's connection where there is one. */
export async function listForUser(
  store: Store,
  app: { appId: string; workspaceId: string },
  user: AppUserId,
): Promise<ListedConnection[]> {
  const connectors = await store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .select(listedColumns)
    .where("connectors.workspace_id", "=", app.workspaceId)
    .where("connectors.app_id", "is", null)
    .orderBy("connectors.name")
    .limit(listMax)
    .execute();
  const rows = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("app_id", "=", app.appId)
    .where((eb) => eb.and(ownerColumns({ kind: "user", ...user })))
    .limit(listMax)
    .execute();
  const byConnector = new Map(rows.map((row) => [row.connector_id, row]));
  return connectors.map((connector) => {
    const row = byConnector.get(connector.connector_id);
    return { ...toListedConnector(connector), connection: row && toConnection(row) };
  });
}

/** Disconnected connections whose tokens are still there: a disconnect that was interrupted. */
export async function listUnfinishedDisconnects(
  store: Store,
  before: number,
  limit: number,
): Promise<Connection[]> {
  const rows = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("status", "=", "disconnected")
    .where("access_token", "is not", null)
    .where("status_since", "<", before)
    .limit(limit)
    .execute();
  return rows.map(toConnection);
}
