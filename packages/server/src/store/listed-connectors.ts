/** A connector as lists of connections hold it. */
import { sql } from "kysely";
import type { AllowedScopes } from "./connector-governance.ts";
import { providerEntry } from "./provider-entry.ts";
import { connectorGovernance, connectors } from "./tables/connectors.ts";

export interface ListedConnector {
  readonly connectorId: string;
  readonly connectorName: string;
  readonly integrationType: string;
  /** What it asks for; null for the catalogue's defaults. */
  readonly connectorScopes: readonly string[] | null;
  /** What of its type the workspace allows; null where the catalogue alone decides. */
  readonly allowedScopes: AllowedScopes;
  /** Id of the authorization server, and JSON of its entry where the workspace has its own. */
  readonly serverId: string;
  readonly providerEntry: string | null;
  /** The client's id there. */
  readonly clientId: string;
}

const scopes = connectors.pick("scopes");
const allowed = connectorGovernance.pick("allowedScopes");

/** To be selected beside connectors and oauth_clients. */
export const listedColumns = [
  "connectors.connector_id",
  "connectors.name as connector_name",
  "connectors.integration_type",
  "connectors.scopes",
  "oauth_clients.server_id",
  "oauth_clients.client_id as now_client_id",
  sql<string | null>`(SELECT g.allowed_scopes FROM connector_governance AS g
    WHERE g.workspace_id = connectors.workspace_id
      AND g.integration_type = connectors.integration_type)`.as("allowed_scopes"),
  providerEntry,
] as const;

export function toListedConnector(row: {
  readonly connector_id: string;
  readonly connector_name: string;
  readonly integration_type: string;
  readonly scopes: string | null;
  readonly allowed_scopes: string | null;
  readonly server_id: string;
  readonly now_client_id: string;
  readonly provider_entry: string | null;
}): ListedConnector {
  return {
    connectorId: row.connector_id,
    connectorName: row.connector_name,
    integrationType: row.integration_type,
    connectorScopes: scopes.read(row).scopes,
    allowedScopes: allowed.read(row).allowedScopes,
    serverId: row.server_id,
    providerEntry: row.provider_entry,
    clientId: row.now_client_id,
  };
}
