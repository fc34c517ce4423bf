/** The connect link: shows who asks for what, and sends the browser to the provider. */
import { equalHashes } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import { newUnguessable } from "../../lib/id.ts";
import { sandboxedUrl } from "../../lib/sandboxed.ts";
import { buildAuthorizationRequest, needsVerifier } from "../../provider/authorization-request.ts";
import {
  type Authorization,
  findByLink,
  finishAuthorization,
  takeLink,
} from "../../store/authorizations.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { requireStillAllowed } from "../connector/allowed-scopes.ts";
import { requireEnabled } from "../connector/enabled.ts";
import type { ServiceContext } from "../context.ts";
import { requireNoMixUp } from "../mix-up.ts";
import { catalogueEntry, providerClient } from "../provider-client.ts";
import { browserCookieName, confirmationToken, isBoundBrowser } from "./browser-cookie.ts";
import { type Ended, endedOf } from "./ended.ts";

export type Cookies = Readonly<Record<string, string | undefined>>;

/** What the confirmation page says, and the cookie that binds the browser that reads it. */
export interface Confirmation {
  readonly appName: string;
  readonly providerName: string;
  readonly connectorName: string;
  readonly shared: boolean;
  readonly userLabel: string;
  readonly scopes: readonly { readonly scope: string; readonly description: string | null }[];
  readonly token: string;
  readonly cookie: { readonly name: string; readonly value: string };
}

export type OpenedLink =
  | { readonly kind: "confirm"; readonly confirmation: Confirmation }
  | { readonly kind: "depart"; readonly url: string; readonly providerName: string };

/**
 * Opens a connect link in a browser. A browser that was bound at the start leaves for the provider;
 * any other is asked first. Without the cookie that is needed, browser_mismatch is thrown and
 * nothing changes; an unknown, used or expired link throws connect_link_invalid.
 */
export async function openConnectLink(
  context: ServiceContext,
  link: string,
  cookies: Cookies,
): Promise<OpenedLink> {
  const { authorization, registered } = await requireLink(context, link);
  const cookieName = browserCookieName(context, authorization.authorizationId);
  const cookie = cookies[cookieName];
  if (authorization.proof === "browser_cookie") {
    if (cookie === undefined || !isBoundBrowser(authorization, cookie)) throw browserMismatch();
    return await depart(context, { authorization, registered, link, browser: cookie });
  }
  const value = cookie ?? newUnguessable();
  const app = await context.apps.get(authorization.appId);
  const entry = catalogueEntry(context, registered);
  const described = new Map(
    entry.connector.scopes.available.map(({ scope, description }) => [scope, description]),
  );
  return {
    kind: "confirm",
    confirmation: {
      appName: app.name,
      providerName: entry.server.name,
      connectorName: registered.connector.name,
      shared: authorization.owner.kind === "app",
      userLabel: authorization.userLabel,
      scopes: authorization.requestedScopes.map((scope) => ({
        scope,
        description: described.get(scope) ?? null,
      })),
      token: confirmationToken(value),
      cookie: { name: cookieName, value },
    },
  };
}

export interface Decision {
  readonly link: string;
  readonly token: string;
  readonly confirmed: boolean;
}

export type Decided =
  | { readonly kind: "depart"; readonly url: string; readonly providerName: string }
  | { readonly kind: "ended"; readonly ended: Ended };

/** Takes the answer to the confirmation page; the browser must be the one that was shown it. */
export async function decideConfirmation(
  context: ServiceContext,
  decision: Decision,
  cookies: Cookies,
): Promise<Decided> {
  const { link, token, confirmed } = decision;
  const { authorization, registered } = await requireLink(context, link);
  const cookie = cookies[browserCookieName(context, authorization.authorizationId)];
  if (authorization.proof !== "confirmation" || cookie === undefined) throw browserMismatch();
  const expected = Buffer.from(confirmationToken(cookie));
  if (!equalHashes(expected, Buffer.from(token))) throw browserMismatch();
  if (confirmed) return await depart(context, { authorization, registered, link, browser: cookie });
  await finishAuthorization(context.store, authorization.authorizationId, "access_denied");
  return { kind: "ended", ended: await endedOf(context, authorization, "access_denied") };
}

async function requireLink(context: ServiceContext, link: string) {
  const authorization = await findByLink(context.store, link);
  if (authorization === undefined) throw new GrantryError("connect_link_invalid");
  const { workspaceId, connectorId } = authorization;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) throw new GrantryError("connect_link_invalid");
  requireEnabled(registered.connector, authorization.owner.kind);
  await requireNoMixUp(context, registered.client);
  requireStillAllowed(context, registered, authorization.requestedScopes);
  return { authorization, registered };
}

interface Leaving {
  readonly authorization: Authorization;
  readonly registered: ConnectorWithClient;
  readonly link: string;
  readonly browser: string;
}

async function depart(context: ServiceContext, leaving: Leaving) {
  const { authorization, registered, link, browser } = leaving;
  const client = providerClient(context, registered, authorization.settings);
  const state = newUnguessable();
  const codeVerifier = needsVerifier(client.connector) ? newUnguessable() : null;
  const url = await buildAuthorizationRequest(client, {
    scopes: authorization.requestedScopes,
    state,
    codeVerifier,
  });
  const taken = await takeLink(context.store, authorization, {
    link,
    state,
    browser,
    codeVerifier,
  });
  if (!taken) throw new GrantryError("connect_link_invalid");
  return {
    kind: "depart" as const,
    url: sandboxedUrl(url.href, context.sandboxProviders),
    providerName: client.connector.server.name,
  };
}

function browserMismatch(): GrantryError {
  return new GrantryError("browser_mismatch", {
    detail: "This connection was started in another browser. Start it again from the app.",
  });
}
