/** Connectors, OAuth clients and own providers, in the words of the official clients' wire. */
import type { OAuthClientView } from "@grantry/contract/oauth-clients";
import type { ProviderView } from "@grantry/contract/operator";
import type { ConnectorView } from "@grantry/contract/workspace";
import type { Connector, OAuthClient, Provider } from "../../service/manage/index.ts";

export function viewConnector(connector: Connector): ConnectorView {
  const { unlistedScopes } = connector;
  return {
    id: connector.connectorId,
    integration_type: connector.type,
    name: connector.name,
    credential_source: "byo",
    client_id: connector.clientId,
    scopes: [...connector.scopes],
    ...(unlistedScopes.length === 0 ? {} : { unlisted_scopes: [...unlistedScopes] }),
    connection_config: { ...connector.settings },
    uses_oauth_gateway: false,
    redirect_uri: connector.redirectUri,
    created_at: connector.createdAt,
    updated_at: connector.updatedAt,
  };
}

export function viewOAuthClient(client: OAuthClient): OAuthClientView {
  return {
    id: client.oauthClientId,
    name: client.name,
    provider: client.providerId,
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    used_by_other_servers: client.usedByOtherServers,
    preferred: client.preferred,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}

export function viewProvider(provider: Provider): ProviderView {
  return {
    provider_id: provider.providerId,
    name: provider.name,
    integration_types: provider.types,
    entry: provider.entry,
    created_at: provider.createdAt,
    updated_at: provider.updatedAt,
  };
}
