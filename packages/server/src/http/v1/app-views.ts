/** An app as `/v1` shows it, and how its state is known. */
import type { App as AppView } from "@grantry/contract/v1/apps";
import { address } from "@grantry/contract/v1/common";
import { type App, readApp } from "../../service/manage/index.ts";
import type { HttpContext } from "../context.ts";
import { logoPath } from "../logo-path.ts";
import { version } from "./version.ts";

export const ofApp = address("workspace_id", "app_id");

export function viewApp({ publicUrl }: Pick<HttpContext, "publicUrl">, app: App): AppView {
  const { appId, name, origins, identityProviders, functionsUrl, ...shown } = app;
  const { logoVersion } = shown;
  const path = logoVersion === null ? null : logoPath({ appId, version: logoVersion });
  return {
    id: appId,
    name,
    origins: [...origins],
    identity_providers: identityProviders as AppView["identity_providers"],
    functions_url: functionsUrl,
    completion: shown.completion,
    native_return_urls: [...shown.nativeReturnUrls],
    branding: {
      display_name: shown.displayName,
      color: shown.color,
      logo_url: path === null ? null : publicUrl + path,
      support_url: shown.supportUrl,
      privacy_url: shown.privacyUrl,
    },
  };
}

export const appVersion = version(ofApp, {
  read: async (context, operator, { appId }) =>
    viewApp(context, await readApp(context, operator, appId)),
  target: ({ appId }) => ({ kind: "app", id: appId }),
});
