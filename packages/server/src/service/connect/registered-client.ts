/** The OAuth client by which a consent is completed, as it is now. */
import { GrantryError } from "../../lib/error.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { requireThawedWorkspace } from "../app-users/index.ts";
import {
  catalogueEntry,
  providerClient,
  requireEnabled,
  requireNoMixUp,
  requireStillAllowed,
} from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";
import { requireSettingsStill } from "./settings-still.ts";

export interface RegisteredClient {
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
}

/** The connector, undefined where it is gone. Throws where it may not be connected so any more. */
export async function connectorOf(
  context: ConnectContext,
  { workspaceId, connectorId, owner, purpose, requestedScopes }: Authorization,
): Promise<ConnectorWithClient | undefined> {
  await requireThawedWorkspace(context.store, workspaceId);
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return undefined;
  // A test makes no connection of either kind.
  if (purpose === "connect") requireEnabled(registered.connector, owner.kind);
  await requireNoMixUp(context, registered.client);
  requireStillAllowed(context, registered, requestedScopes);
  return registered;
}

/** Throws where the connector is gone, or may not be connected so, or with these settings, any more. */
export async function clientOf(
  context: ConnectContext,
  authorization: Authorization,
): Promise<RegisteredClient> {
  const registered = await connectorOf(context, authorization);
  if (registered === undefined) throw new GrantryError("connector_not_found");
  const { settings } = authorization;
  requireSettingsStill(
    catalogueEntry(context, registered),
    registered.connector.settings,
    settings,
  );
  const client = {
    ...providerClient(context, registered, settings),
    redirectUri: authorization.redirectUri,
  };
  return { registered, client };
}
