/** The OAuth clients of all workspaces whose answers arrive at the common redirection endpoint. */
import { providerEntry } from "./provider-entry.ts";
import type { Store } from "./store.ts";

export interface CommonClient {
  readonly oauthClientId: string;
  readonly workspaceId: string;
  readonly serverId: string;
  /** JSON of the workspace's own provider of that id; null where it has none. */
  readonly providerEntry: string | null;
}

/** By id. Only a bootstrap file makes such clients. */
export async function listCommonClients({ db }: Store): Promise<CommonClient[]> {
  const rows = await db
    .selectFrom("oauth_clients")
    .select([
      "oauth_clients.oauth_client_id",
      "oauth_clients.workspace_id",
      "oauth_clients.server_id",
      providerEntry,
    ])
    .where("oauth_clients.redirect_path", "=", "common")
    .orderBy("oauth_clients.oauth_client_id")
    .execute();
  return rows.map((row) => ({
    oauthClientId: row.oauth_client_id,
    workspaceId: row.workspace_id,
    serverId: row.server_id,
    providerEntry: row.provider_entry,
  }));
}
