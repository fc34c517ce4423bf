/** What operators do to one connection of their workspace. */
import { GrantryError } from "../../lib/error.ts";
import { getWorkspaceConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { inTransaction } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { noDemands, notConnected, refreshed, requireNotEnded } from "../engine/index.ts";
import { endConnection, type RevocationResult, settle } from "../revocation/index.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";
import { showConnection } from "./show.ts";

/**
 * Refreshes a connection now, however long its token still lives, and whatever pause its provider or
 * we had set. Recorded before it is tried: it may
 * end the connection, and no transaction is held while the provider is asked. Throws
 * connection_not_found, and as reading a token does: not_connected, needs_reauth,
 * provider_unavailable, connector_misconfigured.
 */
export async function refreshConnection(
  context: ConnectionsContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<Connection> {
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(context.store, workspaceId, connectionId);
  if (connection === undefined) throw new GrantryError("connection_not_found");
  requireNotEnded(connection);
  const { version } = connection;
  await recordChange(context.store, operator, {
    action: "connection.refresh_requested",
    target: { kind: "connection", id: connectionId },
    details: { version: String(version) },
  });
  const demands = { ...noDemands, refusedVersion: version };
  await refreshed(context, connectionId, { demands, trigger: "operator" });
  return await showConnection(context, workspaceId, connectionId);
}

/** Disconnects whoever's connection it is. Throws connection_not_found, or not_connected. */
export async function disconnectConnection(
  context: ConnectionsContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<RevocationResult> {
  const { store } = context;
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  const registered = connection && (await getConnector(store, workspaceId, connection.connectorId));
  if (connection === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  const queued = await inTransaction(store, async (trx) => {
    const done = await endConnection(context, trx, registered, connection);
    if (done === undefined) return undefined;
    const target = { kind: "connection", id: connectionId };
    await recordChange(trx, operator, { action: "connection.disconnected", target });
    return done;
  });
  if (queued === undefined) throw notConnected();
  return await settle(context, queued);
}
