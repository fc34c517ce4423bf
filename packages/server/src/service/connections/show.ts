/** One connection, for whoever must find out what is wrong with it. */
import { GrantryError } from "../../lib/error.ts";
import { getWorkspaceConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { type Backend, requireServiceConnector } from "../app-users/index.ts";
import { receiptsOf } from "../revocation/index.ts";
import { type Connection, connectionOf, listedOf } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";

/** Throws connection_not_found, also for one of another workspace. */
export async function showConnection(
  context: ConnectionsContext,
  workspaceId: string,
  connectionId: string,
): Promise<Connection> {
  const { store } = context;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  if (connection === undefined) throw new GrantryError("connection_not_found");
  const registered = await getConnector(store, workspaceId, connection.connectorId);
  if (registered === undefined) throw new GrantryError("connection_not_found");
  const revocations = await receiptsOf(context, [connection]);
  return connectionOf(context, { ...listedOf(registered), connection }, revocations);
}

/**
 * The same, of the backend's app. Throws connection_not_found, also for a connection of another app;
 * forbidden where the service token is limited to other connectors.
 */
export async function showConnectionOfApp(
  context: ConnectionsContext,
  backend: Backend,
  connectionId: string,
): Promise<Connection> {
  const { appId, workspaceId } = backend.app;
  const connection = await showConnection(context, workspaceId, connectionId);
  if (connection.appId !== appId) throw new GrantryError("connection_not_found");
  requireServiceConnector(backend, connection.connector.id);
  return connection;
}
