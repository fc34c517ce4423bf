/** Connections, in the words of the official clients' wire. */
import type { ConnectionView } from "@grantry/contract/common";
import type { ConnectionReport, WorkspaceConnections } from "@grantry/contract/operator";
import type {
  Connection,
  ConnectionPage,
  ConnectorReference,
  UserConnector,
} from "../../service/connections/index.ts";
import { viewReceipt } from "./receipt-views.ts";

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

/** All that an operator may know of it. */
export function viewConnectionReport(connection: Connection): ConnectionReport {
  const { refused, receipt } = connection;
  return {
    ...viewConnection(connection),
    renewable: connection.renewable,
    connection_id: connection.connectionId,
    app_id: connection.appId,
    owner: viewOwner(connection.owner),
    degraded: connection.degraded,
    version: connection.version,
    last_used_at: connection.lastUsedAt,
    refresh_token_expires_at: connection.refreshTokenExpiresAt,
    next_refresh_at: connection.nextRefreshAt,
    next_try_at: connection.nextTryAt,
    failure: connection.failure,
    refused: refused === null ? null : { since: refused.since, count: refused.count },
    token_doubtful: connection.tokenDoubtful,
    outcome_unknown_since: connection.outcomeUnknownSince,
    refreshing: connection.refreshing,
    receipt: receipt === null ? null : viewReceipt(receipt),
  };
}

function viewOwner(owner: Connection["owner"]): ConnectionReport["owner"] {
  if (owner.kind === "app") return { kind: "app", user_id: null, issuer: null, unassigned: false };
  const issuer = owner.kind === "user" ? (owner.issuer?.issuer ?? null) : null;
  const unassigned = owner.kind === "unassigned";
  return { kind: "user", user_id: owner.userId, issuer, unassigned };
}

export function viewConnectionPage({ connections, next }: ConnectionPage): WorkspaceConnections {
  return { connections: connections.map(viewConnectionReport), next };
}
