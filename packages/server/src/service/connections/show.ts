/** One connection, for whoever must find out what is wrong with it. */
import { GrantryError } from "../../lib/error.ts";
import type { App } from "../../store/apps.ts";
import { getWorkspaceConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
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

/** The same, of one app. Throws connection_not_found, also for a connection of another. */
export async function showConnectionOfApp(
  context: ConnectionsContext,
  { appId, workspaceId }: Pick<App, "appId" | "workspaceId">,
  connectionId: string,
): Promise<Connection> {
  const connection = await showConnection(context, workspaceId, connectionId);
  if (connection.appId !== appId) throw new GrantryError("connection_not_found");
  return connection;
}
