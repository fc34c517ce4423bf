/** What must be registered at providers so that the apps of a workspace can be connected. */
import type { App } from "../../store/apps.ts";
import { redirectUriOf } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";
import { listOAuthClients, type OAuthClient } from "./oauth-clients.ts";

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
  return {
    common: redirectUriOf(context, { oauthClientId: "", redirectPath: "common" }),
    clients: await listOAuthClients(context, { workspaceId }),
  };
}
