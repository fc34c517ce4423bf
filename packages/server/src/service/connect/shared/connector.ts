/**
 * The connector that serves an app's shared connection of a type: the app's own where it has one,
 * else one that is made from the workspace's OAuth client for that provider.
 */
import { GrantryError } from "../../../lib/error.ts";
import { newConnectorId } from "../../../lib/id.ts";
import type { ProviderConnector } from "../../../provider/catalogue.ts";
import type { App } from "../../../store/apps.ts";
import { type AllowedScopes, findGovernance } from "../../../store/connector-governance.ts";
import { type ConnectorWithClient, findConnector } from "../../../store/connectors.ts";
import { listClients, type RegisteredClient } from "../../../store/oauth-clients.ts";
import { listProviders } from "../../../store/providers.ts";
import { addAppConnector } from "../../../store/shared-connections.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { recordChange } from "../../accounts/index.ts";
import { catalogueEntry, requireEnabled, workspaceCatalogue } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";

/** A connector with the catalogue's word on it. */
export interface Served {
  readonly registered: ConnectorWithClient;
  readonly entry: ProviderConnector;
}

/** The app's connector of this type, or undefined where it has none. */
export async function findServed(
  context: ConnectContext,
  app: App,
  integrationType: string,
): Promise<Served | undefined> {
  const registered = await findConnector(context.store, app, { kind: "type", integrationType });
  return registered && { registered, entry: catalogueEntry(context, registered) };
}

/** What the catalogue, or a provider of the workspace, says of a type. Throws connector_not_found. */
export async function findEntryOfType(
  context: ConnectContext,
  app: App,
  integrationType: string,
): Promise<ProviderConnector> {
  const own = await listProviders(context.store, app.workspaceId);
  const entry = workspaceCatalogue(context.catalogue, own).find(integrationType);
  if (entry !== undefined) return entry;
  throw new GrantryError("connector_not_found", {
    detail: `Connector not found: there is no integration type "${integrationType.slice(0, 64)}". See available-integrations.`,
  });
}

/**
 * Which scopes the workspace allows of a type. Throws shared_connections_disabled. Both also where the
 * app has no connector of the type yet.
 */
export async function requireTypeEnabled(
  { store }: Pick<ConnectContext, "store">,
  { workspaceId }: Pick<App, "workspaceId">,
  integrationType: string,
): Promise<AllowedScopes> {
  const { enabled, allowedScopes } = await findGovernance(store, workspaceId, integrationType);
  requireEnabled({ integrationType, enabled }, "app");
  return allowedScopes;
}

/** Makes the app's connector of this type. Throws connector_not_configured where no client fits. */
export async function makeServed(
  context: ConnectContext,
  operator: AppOperator,
  entry: ProviderConnector,
): Promise<Served> {
  const { app } = operator;
  const client = await requireClient(context, app, entry);
  const { integration_type: integrationType, display_name: name } = entry.connector;
  const connector = {
    connectorId: newConnectorId(),
    workspaceId: app.workspaceId,
    appId: app.appId,
    oauthClientId: client.oauthClientId,
    integrationType,
    name,
    scopes: null,
    settings: {},
  };
  const made = await inTransaction(context.store, async (store) => {
    const became = await addAppConnector(store, connector);
    if (became === "made") await recordMade(store, operator, connector);
    return became !== "no client";
  });
  const served = made ? await findServed(context, app, integrationType) : undefined;
  if (served === undefined) throw noClient(entry);
  return served;
}

async function recordMade(
  store: Store,
  { app, caller }: AppOperator,
  connector: {
    readonly connectorId: string;
    readonly name: string;
    readonly integrationType: string;
  },
): Promise<void> {
  const { connectorId: id, name, integrationType } = connector;
  await recordChange(
    store,
    { workspaceId: app.workspaceId, caller },
    {
      action: "connector.created",
      target: { kind: "connector", id },
      details: { name, integration_type: integrationType, app: app.appId },
    },
  );
}

/**
 * The OAuth client of the workspace that serves the entry's provider; of several the one that is
 * preferred, else the one that was registered first. Throws connector_not_configured.
 */
export async function requireClient(
  context: ConnectContext,
  app: App,
  entry: ProviderConnector,
): Promise<RegisteredClient> {
  const clients = await listClients(context.store, app.workspaceId);
  const fitting = clients.filter(({ serverId }) => serverId === entry.server.id);
  const client = fitting.find(({ preferred }) => preferred) ?? fitting[0];
  if (client === undefined) throw noClient(entry);
  return client;
}

function noClient({ server, connector }: ProviderConnector): GrantryError {
  return new GrantryError("connector_not_configured", {
    detail: `The workspace has no OAuth client for ${server.name}, which "${connector.integration_type}" needs: register one with ${server.name} (${server.registration.url}), and declare it for the provider "${server.id}".`,
  });
}
