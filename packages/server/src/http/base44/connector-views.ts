/** Connectors, in the words of the official clients' wire. */
import type { ConnectorView } from "@grantry/contract/base44/workspace";
import type { Connector } from "../../service/manage/index.ts";

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
