/** The one way from an OAuth client to the workspace's own provider that it belongs to. */
import { sql } from "kysely";

/**
 * To be selected beside oauth_clients: `provider_entry`, JSON of the provider's entry; null where the
 * client belongs to a built-in one.
 */
export const providerEntry = sql<string | null>`(
  SELECT providers.entry FROM providers
  WHERE providers.workspace_id = oauth_clients.workspace_id
    AND providers.provider_id = oauth_clients.server_id
)`.as("provider_entry");
