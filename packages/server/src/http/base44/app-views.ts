/** Apps and what belongs to them, in the words of the official clients' wire. */
import type { AppsAnswer, RedirectUrisAnswer } from "@grantry/contract/base44/app";
import type { App, RedirectUris } from "../../service/manage/index.ts";

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
