/**
 * Disconnects: from the first write on nothing is served from the connection; then the grant is
 * revoked at the provider (RFC 7009), then the tokens are erased. A crash in between is made good by
 * service/maintenance.
 */

import { grantPartyOf } from "../../provider/grant-party.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import { revokeGrant } from "../../provider/revoke-grant.ts";
import type { App } from "../../store/apps.ts";
import { eraseTokens, setDisconnected } from "../../store/connection-writes.ts";
import {
  type Connection,
  findConnection,
  openAccessToken,
  openRefreshToken,
} from "../../store/connections.ts";
import { type ConnectorWithClient, findConnector, getConnector } from "../../store/connectors.ts";
import type { Owner } from "../../store/owner.ts";
import { inTransaction } from "../../store/store.ts";
import { connectorNotFound } from "../authorization/start.ts";
import type { ServiceContext } from "../context.ts";
import { providerClient } from "../provider-client.ts";
import { type Kept, restsOnGrant } from "../revocation/rests-on.ts";
import { notConnected } from "../token/refusals.ts";

/** What became of the grant at the provider. */
export type Revocation = "revoked" | "not_supported" | "failed" | Kept;

/** Throws connector_not_found, or not_connected where there is nothing to disconnect. */
export async function disconnect(
  context: ServiceContext,
  app: App,
  { connectorId, owner }: { readonly connectorId: string; readonly owner: Owner },
): Promise<Revocation> {
  const { store } = context;
  const registered = await findConnector(store, app, { kind: "id", connectorId });
  if (registered === undefined) throw connectorNotFound({ kind: "id", connectorId });
  const found = await findConnection(store, { appId: app.appId, connectorId, owner });
  const ended = found && (await inTransaction(store, (trx) => setDisconnected(trx, found)));
  if (ended === undefined) throw notConnected();
  return await revokeAndErase(context, registered, ended);
}

/** Ends what setDisconnected began. */
export async function revokeAndErase(
  context: ServiceContext,
  registered: ConnectorWithClient,
  connection: Connection,
): Promise<Revocation> {
  const revocation = await revoke(context, registered, connection);
  await eraseTokens(context.store, connection);
  const { connectionId } = connection;
  context.log.info({ connectionId, revocation }, "disconnected");
  return revocation;
}

/** Takes a grant back at the provider, unless other connections rest on it. Its tokens are known by now. */
export async function revoke(
  context: ServiceContext,
  registered: ConnectorWithClient,
  connection: Connection,
): Promise<Revocation> {
  const client: ProviderClient = providerClient(context, registered, connection.connectionConfig);
  const accessToken = openAccessToken(context.store, connection);
  if (client.connector.server.revocation === undefined || accessToken === null) {
    return "not_supported";
  }
  const kept = await restsOnGrant(context, {
    workspaceId: connection.workspaceId,
    client,
    party: connection.grantParty ?? grantPartyOf(client, context.catalogue),
    accountId: connection.account?.id ?? null,
  });
  if (kept !== null) return kept;
  const refreshToken = openRefreshToken(context.store, connection);
  const { send } = context.reach(connection.workspaceId);
  return await revokeGrant(client, { refreshToken, accessToken }, send);
}

/** Ends a disconnect that an earlier process could not finish. */
export async function resumeDisconnect(
  context: ServiceContext,
  connection: Connection,
): Promise<void> {
  const { workspaceId, connectorId } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered !== undefined) await revokeAndErase(context, registered, connection);
}
