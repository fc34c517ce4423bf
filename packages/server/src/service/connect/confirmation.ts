/** What a person sees before their browser leaves for the provider, and what they are asked for. */
import type { AskedSetting } from "../../provider/asked-settings.ts";
import type { Authorization } from "../../store/authorizations.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { catalogueEntry } from "../providers/index.ts";
import { browserCookieName, confirmationToken } from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";

/** What the confirmation page says, and the cookie that binds the browser that reads it. */
export interface Confirmation {
  readonly appName: string;
  readonly providerName: string;
  readonly connectorName: string;
  readonly shared: boolean;
  readonly userLabel: string;
  readonly scopes: readonly { readonly scope: string; readonly description: string | null }[];
  /** Settings that are missing; usually none. */
  readonly asked: readonly AskedSetting[];
  readonly token: string;
  readonly cookie: { readonly name: string; readonly value: string };
}

export interface Shown {
  readonly authorization: Authorization;
  readonly registered: ConnectorWithClient;
  readonly asked: readonly AskedSetting[];
  /** The cookie of the browser that reads it. */
  readonly browser: string;
}

/** The confirmation for one browser. */
export async function confirmationOf(
  context: ConnectContext,
  { authorization, registered, asked, browser }: Shown,
): Promise<Confirmation> {
  const app = await context.apps.get(authorization.appId);
  const entry = catalogueEntry(context, registered);
  const described = new Map(
    entry.connector.scopes.available.map(({ scope, description }) => [scope, description]),
  );
  return {
    appName: app.name,
    providerName: entry.server.name,
    connectorName: registered.connector.name,
    shared: authorization.owner.kind === "app",
    userLabel: authorization.userLabel,
    scopes: authorization.requestedScopes.map((scope) => ({
      scope,
      description: described.get(scope) ?? null,
    })),
    asked,
    token: confirmationToken(browser),
    cookie: {
      name: browserCookieName(context, authorization.authorizationId),
      value: browser,
    },
  };
}
