/** What must be registered at providers so that the apps of a workspace can be connected. */
import type { App } from "../../store/apps.ts";
import { listClients } from "../../store/oauth-clients.ts";
import { redirectUriOf } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";
import { type OAuthClient, oauthClientOf } from "./oauth-clients.ts";

/** Redirect URIs (RFC 6749 section 3.1.2): each client has its own, or the common one. */
export interface RedirectUris {
  readonly common: string;
  readonly clients: readonly OAuthClient[];
}

/** One redirect URI for each OAuth client of the workspace: they do not depend on the app. */
export async function listRedirectUris(
  context: Pick<ManageContext, "store" | "publicUrl">,
  { workspaceId }: Pick<App, "workspaceId">,
): Promise<RedirectUris> {
  const clients = await listClients(context.store, workspaceId);
  return {
    common: redirectUriOf(context, { oauthClientId: "", redirectPath: "common" }),
    clients: clients.map((client) => oauthClientOf(context, client)),
  };
}
