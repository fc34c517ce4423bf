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
  return await show(context, { workspaceId, appId: null, connectionId });
}

interface Asked {
  readonly workspaceId: string;
  /** Null: of any app. */
  readonly appId: string | null;
  readonly connectionId: string;
}

/** One of others is looked at no further than one that is not there: it takes no longer to be refused. */
async function show(
  context: ConnectionsContext,
  { workspaceId, appId, connectionId }: Asked,
): Promise<Connection> {
  const { store } = context;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  const isMeant = connection !== undefined && (appId === null || connection.appId === appId);
  if (!isMeant) throw new GrantryError("connection_not_found");
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
  const connection = await show(context, { workspaceId, appId, connectionId });
  requireServiceConnector(backend, connection.connector.id);
  return connection;
}
