/** What can be connected: the catalogue, as the official command line reads it. */
import type { AvailableIntegrations, ConnectionConfigFields } from "@grantry/contract/operator";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { asHandedOut } from "../../provider/setting-names.ts";
import { listProviders } from "../../store/providers.ts";
import type { ProvidersContext } from "./context.ts";
import { workspaceCatalogue } from "./provider-catalogue.ts";

/** Every integration type that a workspace can use, with the settings that it needs. */
export async function listAvailable(
  { catalogue, store }: Pick<ProvidersContext, "catalogue" | "store">,
  workspaceId: string,
): Promise<AvailableIntegrations> {
  const known = workspaceCatalogue(catalogue, await listProviders(store, workspaceId));
  const integrations = known.list().map(({ server, connector }) => ({
    integration_type: connector.integration_type,
    display_name: connector.display_name,
    description: connector.description,
    base_url: server.api.hosts[0]?.url ?? "",
    connection_config_fields: configFields({ server }),
  }));
  return { integrations };
}

/** The settings that a connection of this type takes. */
export function configFields({
  server,
}: Pick<ProviderConnector, "server">): ConnectionConfigFields {
  return server.settings.map((setting) => ({
    ...asHandedOut(setting),
    display_name: setting.display_name,
    description: setting.description,
    required: setting.required && setting.default === undefined,
    validation_pattern: setting.validation_pattern,
    validation_error: setting.validation_error,
  }));
}
