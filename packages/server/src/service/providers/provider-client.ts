/** Joins what the workspace registered to what the catalogue knows, for a call to the provider. */
import { GrantryError } from "../../lib/error.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import type { OAuthClient } from "../../store/oauth-clients.ts";
import type { ProvidersContext } from "./context.ts";
import { findEntry } from "./provider-catalogue.ts";

/** Path of the redirection endpoint that clients share which were registered elsewhere before. */
const commonPath = "/api/external-auth/callback";

/** The redirect URI of an OAuth client: its own, so that an answer for one never serves another. */
export function redirectUriOf(
  context: Pick<ProvidersContext, "publicUrl">,
  client: Pick<OAuthClient, "oauthClientId" | "redirectPath">,
): string {
  const own = client.redirectPath === "own" ? `/${client.oauthClientId}` : "";
  return `${context.publicUrl}${commonPath}${own}`;
}

/** Whose budget a connector's background refreshes count against: a workspace's own provider is nobody else's. */
export function providerKeyOf({ connector, client, providerEntry }: ConnectorWithClient): string {
  return providerEntry === null ? client.serverId : `${connector.workspaceId}/${client.serverId}`;
}

/** The catalogue's entry for a connector. Throws connector_misconfigured where it does not fit. */
export function catalogueEntry(
  context: ProvidersContext,
  { connector, client, providerEntry }: ConnectorWithClient,
): ProviderConnector {
  const { integrationType } = connector;
  const { serverId } = client;
  const entry = findEntry(context.catalogue, { integrationType, serverId, providerEntry });
  if (entry === undefined) {
    throw new GrantryError("connector_misconfigured", {
      detail: `The connector "${connector.name}" names an integration type that its OAuth client does not serve.`,
    });
  }
  return entry;
}

/** All that provider/ needs to speak for one connector with these connection settings. */
export function providerClient(
  context: ProvidersContext,
  registered: ConnectorWithClient,
  settings: Readonly<Record<string, string>>,
): ProviderClient {
  const { client } = registered;
  const { allowedPrivateOrigins } = context.reach(client.workspaceId);
  return {
    connector: catalogueEntry(context, registered),
    clientId: client.clientId,
    clientSecrets: client.clientSecrets,
    settings: { ...settings },
    redirectUri: redirectUriOf(context, client),
    allowInsecure: allowedPrivateOrigins.size > 0,
    clock: context.clock,
  };
}
