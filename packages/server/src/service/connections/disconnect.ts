/**
 * Disconnects: in one transaction nothing is served from the connection any more, its tokens are
 * erased, and its grant is queued to be revoked at the provider (service/revocation).
 */
import { GrantryError } from "../../lib/error.ts";
import type { App } from "../../store/apps.ts";
import { type Connection, findConnection, getConnection } from "../../store/connections.ts";
import { findConnector, getConnector } from "../../store/connectors.ts";
import { type AppUserId, type Owner, sameUser } from "../../store/owner.ts";
import { inTransaction } from "../../store/store.ts";
import { requireServiceConnector } from "../app-users/index.ts";
import { notConnected } from "../engine/index.ts";
import { connectorNotFound } from "../providers/index.ts";
import { endConnection, endLeftOver, type RevocationResult, settle } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";

/** Throws connector_not_found, or not_connected where there is nothing to disconnect. */
export async function disconnect(
  context: ConnectionsContext,
  app: App,
  { connectorId, owner }: { readonly connectorId: string; readonly owner: Owner },
): Promise<RevocationResult> {
  const { store } = context;
  const registered = await findConnector(store, app, { kind: "id", connectorId });
  if (registered === undefined) throw connectorNotFound({ kind: "id", connectorId });
  const found = await findConnection(store, { appId: app.appId, connectorId, owner });
  const queued =
    found && (await inTransaction(store, (trx) => endConnection(context, trx, registered, found)));
  if (queued === undefined) throw notConnected();
  return await settle(context, queued);
}

/**
 * Disconnects a connection of the app by its id; of this user, where one is given, and of these connectors.
 * Throws connection_not_found, also for one of others, forbidden for another connector, or not_connected.
 */
export async function disconnectById(
  context: ConnectionsContext,
  { appId, workspaceId }: Pick<App, "appId" | "workspaceId">,
  {
    connectionId,
    user,
    connectorIds = null,
  }: {
    readonly connectionId: string;
    readonly user: AppUserId | null;
    /** Those that the caller is limited to; null: all. */
    readonly connectorIds?: readonly string[] | null;
  },
): Promise<RevocationResult> {
  const { store } = context;
  const found = await getConnection(store, connectionId);
  const isMeant =
    found?.appId === appId &&
    (user === null || (found.owner.kind === "user" && sameUser(found.owner, user)));
  const registered = isMeant
    ? await getConnector(store, workspaceId, found.connectorId)
    : undefined;
  if (found === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  requireServiceConnector({ connectorIds }, found.connectorId);
  const queued = await inTransaction(store, (trx) =>
    endConnection(context, trx, registered, found),
  );
  if (queued === undefined) throw notConnected();
  return await settle(context, queued);
}

/** Ends a disconnect that a process of an earlier version could not finish. */
export async function resumeDisconnect(
  context: ConnectionsContext,
  connection: Connection,
): Promise<void> {
  const { workspaceId, connectorId } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered !== undefined) await endLeftOver(context, registered, connection);
}
