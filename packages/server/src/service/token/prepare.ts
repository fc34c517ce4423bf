/** All that is needed before a provider is asked for new tokens. Nothing is claimed and nothing sent. */
import type { ProviderClient } from "../../provider/provider-client.ts";
import { claimLease, storeNeedsReauth } from "../../store/connection-leases.ts";
import type { Connection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { reserveSeals } from "../../store/encryption-keys.ts";
import { leaveUntilEnd } from "../../store/renewals.ts";
import type { ServiceContext } from "../context.ts";
import { providerClient, providerKeyOf } from "../provider-client.ts";
import type { GateKey } from "./gate.ts";
import { isRenewable, stillLives } from "./is-good.ts";
import { needsReauth, notConnected } from "./refusals.ts";

export interface Prepared {
  readonly client: ProviderClient;
  readonly gateKey: GateKey;
}

/** Throws not_connected, connector_misconfigured, needs_reauth, encryption_key_exhausted. */
export async function prepareRefresh(
  context: ServiceContext,
  connection: Connection,
): Promise<Prepared> {
  const { workspaceId, connectorId } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) throw notConnected();
  const client = providerClient(context, registered, connection.connectionConfig);
  if (!isRenewable(client.connector, connection)) await endUnrenewable(context, connection);
  await reserveSeals(context.store);
  const settings = Object.entries(client.settings).sort().flat().join(" ");
  const endpoint = `${registered.client.oauthClientId} ${settings}`;
  return { client, gateKey: { provider: providerKeyOf(registered), endpoint } };
}

/**
 * That an API refused the token is the caller's word: it ends no connection that still lives. The row
 * is told instead, so that reads do not come here again and again.
 */
async function endUnrenewable(context: ServiceContext, connection: Connection): Promise<never> {
  const { expiresAt, nextTryAt } = connection;
  if (!stillLives(context, connection)) {
    const { processId: owner, engine, store } = context;
    const lease = await claimLease(store, connection, { owner, durationMs: engine.leaseMs });
    if (lease !== undefined) await storeNeedsReauth(store, lease, "no_refresh_token");
  } else if (nextTryAt !== expiresAt) {
    await leaveUntilEnd(context.store, connection);
  }
  throw needsReauth("no_refresh_token");
}
