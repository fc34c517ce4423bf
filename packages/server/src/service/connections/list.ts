/** The connectors of a signed-in user: one call answers for all of them. */
import { GrantryError } from "../../lib/error.ts";
import { listForUser } from "../../store/connection-lists.ts";
import { findConnection } from "../../store/connections.ts";
import { findConnector } from "../../store/connectors.ts";
import type { AppUser } from "../app-users/index.ts";
import { connectorNotFound } from "../providers/index.ts";
import { receiptsOf } from "../revocation/index.ts";
import { type Connection, listedOf, type UserConnector, userConnectorOf } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";

/** Every connector that the user may connect, with where the user's connection stands. */
export async function listUserConnectors(
  context: ConnectionsContext,
  user: AppUser,
): Promise<UserConnector[]> {
  const listed = await listForUser(context.store, user.app, user);
  const revocations = await receiptsOf(
    context,
    listed.map(({ connection }) => connection),
  );
  return listed.map((entry) => userConnectorOf(context, entry, revocations));
}

/** One of the user's connections, by its id. Throws connection_not_found, also for one of others. */
export async function getUserConnection(
  context: ConnectionsContext,
  user: AppUser,
  connectionId: string,
): Promise<Connection> {
  const all = await listUserConnectors(context, user);
  const found = all.find(({ connection }) => connection?.connectionId === connectionId);
  if (found?.connection == null) throw new GrantryError("connection_not_found");
  return found.connection;
}

/** Where the user's connection for one connector stands. Throws connector_not_found. */
export async function getUserConnector(
  context: ConnectionsContext,
  { app, issuer, userId }: AppUser,
  connectorId: string,
): Promise<UserConnector> {
  const registered = await findConnector(context.store, app, { kind: "id", connectorId });
  if (registered === undefined) throw connectorNotFound({ kind: "id", connectorId });
  const owner = { kind: "user", issuer, userId } as const;
  const connection = await findConnection(context.store, { appId: app.appId, connectorId, owner });
  const revocations = await receiptsOf(context, [connection]);
  return userConnectorOf(context, { ...listedOf(registered), connection }, revocations);
}
