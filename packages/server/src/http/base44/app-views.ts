/** Apps and what belongs to them, in the words of the official clients' wire. */
import type { AppsAnswer, RedirectUrisAnswer } from "@grantry/contract/app";
import type { MoveUsersAnswer } from "@grantry/contract/user-moves";
import type { AppView } from "@grantry/contract/workspace";
import type { App, RedirectUris, UserMove } from "../../service/manage/index.ts";

export function viewApp(app: App): AppView {
  return {
    id: app.appId,
    name: app.name,
    origins: [...app.origins],
    identity_providers: app.identityProviders as AppView["identity_providers"],
    functions_url: app.functionsUrl,
  };
}

/** An app in the list that the official command line links a project from. */
export function viewListedApp({ appId, name }: Pick<App, "appId" | "name">): AppsAnswer[number] {
  return { id: appId, name, user_description: null, is_managed_source_code: false };
}

export function viewRedirectUris({ common, clients }: RedirectUris): RedirectUrisAnswer {
  return {
    gateway_redirect_uri: null,
    builder_redirect_uri: common,
    app_redirect_uris: clients.map((client) => ({
      uri: client.redirectUri,
      oauth_client_id: client.oauthClientId,
      name: client.name,
      provider: client.providerId,
    })),
  };
}

export function viewUserMove({ dryRun, connections, next }: UserMove): MoveUsersAnswer {
  return {
    dry_run: dryRun,
    connections: connections.map((one) => ({
      connection_id: one.connectionId,
      connector_id: one.connectorId,
      user_id: one.userId,
      new_user_id: one.newUserId,
      outcome: one.outcome,
    })),
    next,
  };
}
