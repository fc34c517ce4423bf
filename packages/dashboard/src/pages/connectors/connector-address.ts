/** What a connector's page shows, and which dialog is open on it. */
import type { Schemas, Seen } from "../../api/client.ts";
import { useDialog } from "../../parts/address-dialog.ts";

/** A connector, and what the catalogue says of its service, where it has that. */
export interface Shown {
  readonly connector: Seen<Schemas["Connector"]>;
  readonly type: Schemas["CatalogueType"] | undefined;
}

export const useConnectorDialog = () =>
  useDialog("/workspaces/$workspaceId/connectors/$connectorId");
