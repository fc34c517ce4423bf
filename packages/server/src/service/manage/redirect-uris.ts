/** What must be registered at providers so that this app can be connected. */
import type { RedirectUrisAnswer } from "@grantry/contract/app";
import type { App } from "../../store/apps.ts";
import { listClients } from "../../store/oauth-clients.ts";
import { redirectUriOf } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";

/** One redirect URI for each OAuth client of the workspace: they do not depend on the app. */
export async function listRedirectUris(
  context: Pick<ManageContext, "store" | "publicUrl">,
  { workspaceId }: Pick<App, "workspaceId">,
): Promise<RedirectUrisAnswer> {
  const clients = await listClients(context.store, workspaceId);
  const common = { oauthClientId: "", redirectPath: "common" } as const;
  return {
    gateway_redirect_uri: null,
    builder_redirect_uri: redirectUriOf(context, common),
    app_redirect_uris: clients.map((client) => ({
      uri: redirectUriOf(context, client),
      oauth_client_id: client.oauthClientId,
      name: client.name,
      provider: client.serverId,
    })),
  };
}
