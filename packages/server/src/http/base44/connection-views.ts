/** Connections, in the words of the official clients' wire. */
import type { ConnectionView } from "@grantry/contract/base44/common";
import type {
  Connection,
  ConnectorReference,
  UserConnector,
} from "../../service/connections/index.ts";

const neverConnected = {
  status: "not_connected",
  reason: null,
  status_since: null,
  account: null,
  requested_scopes: [],
  granted_scopes: [],
  missing_scopes: [],
  expires_at: null,
  last_refreshed_at: null,
  connected_at: null,
  revocation: null,
} satisfies Partial<ConnectionView>;

/** What a user may know of a connector and their connection. */
export function viewUserConnector({ connector, connection }: UserConnector): ConnectionView {
  if (connection === null) return { ...viewConnector(connector), ...neverConnected };
  return viewConnection(connection);
}

function viewConnector({ id, name, type }: ConnectorReference) {
  return { connector_id: id, connector_name: name, integration_type: type };
}

function viewConnection(connection: Connection) {
  return {
    ...viewConnector(connection.connector),
    status: connection.status,
    reason: connection.reason,
    status_since: connection.statusSince,
    account: connection.account,
    requested_scopes: [...connection.requestedScopes],
    granted_scopes: [...connection.grantedScopes],
    missing_scopes: [...connection.missingScopes],
    expires_at: connection.expiresAt,
    last_refreshed_at: connection.lastRefreshedAt,
    connected_at: connection.connectedAt,
    revocation: connection.receipt?.result ?? null,
  };
}
