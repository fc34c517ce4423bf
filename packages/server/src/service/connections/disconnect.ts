/**
 * Disconnects: in one transaction nothing is served from the connection any more, its tokens are
 * erased, and its grant is queued to be revoked at the provider (service/revocation).
 */
import { GrantryError } from "../../lib/error.ts";
import type { App } from "../../store/apps.ts";
import { type Actor, insertAuditRecord } from "../../store/audit-records.ts";
import { type Connection, findConnection, getConnection } from "../../store/connections.ts";
import { type ConnectorWithClient, findConnector, getConnector } from "../../store/connectors.ts";
import { type Owner, sameUser } from "../../store/owner.ts";
import { inTransaction } from "../../store/store.ts";
import { backendActor, userActor } from "../accounts/index.ts";
import { type AppUser, type Backend, requireServiceConnector } from "../app-users/index.ts";
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
  if (found === undefined) throw notConnected();
  return await end(context, registered, found, userActor(found.connectionId));
}

/** Ends it, on record with who did. */
async function end(
  context: ConnectionsContext,
  registered: ConnectorWithClient,
  found: Connection,
  actor: Actor,
): Promise<RevocationResult> {
  const { appId, connectionId, workspaceId } = found;
  const { integrationType } = registered.connector;
  const queued = await inTransaction(context.store, async (trx) => {
    const done = await endConnection(context, trx, registered, found);
    if (done === undefined) return undefined;
    await insertAuditRecord(trx, {
      workspaceId,
      actor,
      action: "connection.disconnected",
      target: { kind: "connection", id: connectionId },
      details: { app: appId, integration_type: integrationType },
    });
    return done;
  });
  if (queued === undefined) throw notConnected();
  return await settle(context, queued);
}

/**
 * Disconnects a connection of the app by its id: for the user whose it is, or for the app's backend. Throws
 * connection_not_found, also for one of others, forbidden for a connector that the token is not good for, or not_connected.
 */
export async function disconnectById(
  context: ConnectionsContext,
  by: AppUser | Backend,
  connectionId: string,
): Promise<RevocationResult> {
  const { store } = context;
  const { appId, workspaceId } = by.app;
  const found = await getConnection(store, connectionId);
  const isMeant =
    found?.appId === appId &&
    (by.kind === "backend" || (found.owner.kind === "user" && sameUser(found.owner, by)));
  const registered = isMeant
    ? await getConnector(store, workspaceId, found.connectorId)
    : undefined;
  if (found === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  if (by.kind === "backend") requireServiceConnector(by, found.connectorId);
  const actor = by.kind === "backend" ? backendActor(by) : userActor(connectionId);
  return await end(context, registered, found, actor);
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
