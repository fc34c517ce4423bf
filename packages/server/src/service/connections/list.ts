/** The connections of a signed-in user: one call answers for every connector. */
import type { ConnectionView } from "@grantry/contract/common";
import { listForUser } from "../../store/connection-lists.ts";
import { findConnection } from "../../store/connections.ts";
import { findConnector } from "../../store/connectors.ts";
import type { AppUser } from "../app-users/index.ts";
import { connectorNotFound } from "../providers/index.ts";
import { receiptsOf } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";
import { viewConnection } from "./view.ts";

/** Every connector that the user may connect, with where the user's connection stands. */
export async function listConnections(
  context: ConnectionsContext,
  user: AppUser,
): Promise<ConnectionView[]> {
  const listed = await listForUser(context.store, user.app, user);
  const receipts = await receiptsOf(
    context,
    listed.map(({ connection }) => connection),
  );
  return listed.map((entry) => viewConnection(context, entry, receipts));
}

/** Where the user's connection for one connector stands. Throws connector_not_found. */
export async function getConnectionStatus(
  context: ConnectionsContext,
  { app, issuer, userId }: AppUser,
  connectorId: string,
): Promise<ConnectionView> {
  const registered = await findConnector(context.store, app, { kind: "id", connectorId });
  if (registered === undefined) throw connectorNotFound({ kind: "id", connectorId });
  const owner = { kind: "user", issuer, userId } as const;
  const connection = await findConnection(context.store, { appId: app.appId, connectorId, owner });
  const { connector, client, providerEntry } = registered;
  const listed = {
    connectorId,
    connectorName: connector.name,
    integrationType: connector.integrationType,
    serverId: client.serverId,
    providerEntry,
    connection,
  };
  return viewConnection(context, listed, await receiptsOf(context, [connection]));
}
