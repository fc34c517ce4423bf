/** All that is needed before a provider is asked for new tokens. Nothing is claimed and nothing sent. */
import type { ProviderClient } from "../../provider/provider-client.ts";
import type { Connection } from "../../store/connections.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { prepareSealing } from "../../store/data-keys.ts";
import { providerClient, providerKeyOf } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";
import type { Trigger } from "./demand.ts";
import type { GateKey } from "./gate.ts";
import { isRefreshable } from "./is-good.ts";
import { notConnected } from "./refusals.ts";
import { refuseUnrefreshable } from "./unrefreshable.ts";

export interface Prepared {
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
  readonly gateKey: GateKey;
}

/**
 * Throws not_connected, connector_misconfigured, needs_reauth, no_newer_token,
 * key_service_unavailable.
 */
export async function prepareRefresh(
  context: EngineContext,
  connection: Connection,
  trigger: Trigger,
): Promise<Prepared> {
  const { workspaceId, connectorId } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) throw notConnected();
  const client = providerClient(context, registered, connection.connectionConfig);
  if (!isRefreshable(client.connector, connection)) {
    const refused = trigger === "forced" || trigger === "operator";
    await refuseUnrefreshable(context, client, { connection, refused });
  }
  // What the provider will answer must be sealed at once, whatever is away by then.
  await prepareSealing(context.store, workspaceId);
  const settings = Object.entries(client.settings).sort().flat().join(" ");
  const endpoint = `${registered.client.oauthClientId} ${settings}`;
  return { registered, client, gateKey: { provider: providerKeyOf(registered), endpoint } };
}
