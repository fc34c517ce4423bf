/** Shared connections of an app, in the words of the official clients' wire. */
import type {
  ConnectionConfigAnswer,
  DeployedConnectors,
  SharedAttemptAnswer,
  SharedList,
} from "@grantry/contract/base44/shared-connection";
import type {
  DeployedConnector,
  SharedOutcome,
  TypeSettings,
} from "../../service/connect/index.ts";
import type { Connection } from "../../service/connections/index.ts";
import { viewSettingFields } from "./catalogue-views.ts";

const statuses = {
  active: "active",
  needs_reauth: "expired",
  disconnected: "disconnected",
} as const;

/** The list as the official command line reads it: members that say nothing are absent. */
export function viewSharedList(connections: readonly Connection[]): SharedList {
  const integrations = connections.map(({ connector, status, heldScopes, connectedBy }) => ({
    integration_type: connector.type,
    status: statuses[status],
    scopes: [...heldScopes],
    ...(connectedBy === null ? {} : { connected_by: connectedBy.label }),
    ...(connectedBy === null || connectedBy.email === null
      ? {}
      : { user_email: connectedBy.email }),
  }));
  return { integrations };
}

/** The official command line wants every key of the first six, null where there is nothing. */
export function viewSharedOutcome(asked: SharedOutcome): SharedAttemptAnswer {
  const { outcome, droppedScopes, unlistedScopes } = asked;
  const started = outcome === "started" ? asked : null;
  const other = outcome === "connected_by_other_operator" ? asked.operator : null;
  return {
    redirect_url: started?.redirectUrl ?? null,
    connection_id: started?.authorizationId ?? null,
    already_authorized: outcome === "already_authorized",
    error: other === null ? null : "different_user",
    error_message:
      other === null
        ? null
        : `Already connected by ${other.email ?? other.label}. To connect an account of your own in its place, initiate with force_reconnect.`,
    other_user_email: other?.email ?? null,
    ...(unlistedScopes.length === 0 ? {} : { unlisted_scopes: [...unlistedScopes] }),
    ...(droppedScopes.length === 0 ? {} : { dropped_scopes: [...droppedScopes] }),
  };
}

export function viewDeployed(connectors: readonly DeployedConnector[]): DeployedConnectors {
  return {
    connectors: connectors.map(({ integrationType, scopes }) => ({
      integration_type: integrationType,
      scopes: [...scopes],
    })),
  };
}

export function viewConnectionConfig({
  integrationType,
  fields,
  settings,
}: TypeSettings): ConnectionConfigAnswer {
  return {
    integration_type: integrationType,
    connection_config_fields: viewSettingFields(fields),
    connection_config: Object.keys(settings).length === 0 ? null : settings,
  };
}
