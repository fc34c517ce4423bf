/** Trying a connection again that had ended: after a provider's incident its word may have been wrong. */
import { GrantryError } from "../../lib/error.ts";
import { reopen } from "../../store/connection-writes.ts";
import {
  type Connection as ConnectionRecord,
  getWorkspaceConnection,
} from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import {
  checkToken,
  isRefreshable,
  needsReauth,
  noDemands,
  notConnected,
  refreshed,
} from "../engine/index.ts";
import { providerClient } from "../providers/index.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";
import { showConnection } from "./show.ts";

/**
 * Tries the kept tokens of a connection that needs its owner: a refresh, or, where nothing refreshes the
 * token, a use of it. Where that works, the connection is active as before; where the provider says again
 * that the grant is over, it has ended again. While the provider is away the connection stays open and the
 * next who reads it tries on; its old token is given out only where the provider takes it. A connection
 * that has not ended is left as it is. Recorded before it is tried.
 *
 * Throws connection_not_found, not_connected where there are no tokens, and as a refresh does:
 * needs_reauth, provider_unavailable, connector_misconfigured.
 */
export async function retryConnection(
  context: ConnectionsContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<Connection> {
  const { store } = context;
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  if (connection === undefined) throw new GrantryError("connection_not_found");
  if (connection.status === "disconnected" || connection.sealedAccessToken === null) {
    throw notConnected();
  }
  if (connection.status === "needs_reauth") {
    await recordChange(store, operator, {
      action: "connection.retry_requested",
      target: { kind: "connection", id: connectionId },
      details: { reason: connection.reason ?? "" },
    });
    await tryAgain(context, connection);
  }
  return await showConnection(context, workspaceId, connectionId);
}

async function tryAgain(context: ConnectionsContext, connection: ConnectionRecord): Promise<void> {
  const { store } = context;
  const { connectionId, workspaceId, connectorId, reason } = connection;
  const registered = await getConnector(store, workspaceId, connectorId);
  if (registered === undefined) throw new GrantryError("connection_not_found");
  const client = providerClient(context, registered, connection.connectionConfig);
  const refreshable = isRefreshable(client.connector, connection);
  if (!refreshable && (await checkToken(context, client, connection)) !== "accepted") {
    throw needsReauth(reason);
  }
  const opened = await reopen(store, connection, { doubtful: refreshable });
  // Somebody else was faster: what they brought is told.
  if (opened === undefined) return;
  if (refreshable) {
    // Also where the provider is away it stays open: whoever reads it next tries on.
    const demands = { ...noDemands, refusedVersion: opened.version };
    await refreshed(context, connectionId, { demands, trigger: "operator" });
  }
  context.log.info({ connectionId, reason }, "a connection that had ended works again");
}
