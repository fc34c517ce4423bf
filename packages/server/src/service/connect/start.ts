/** Starts an authorization: remembers who wants what, and answers our own connect link. */

import { requireAsking } from "../../lib/asking.ts";
import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable } from "../../lib/id.ts";

import { checkSettingsGiven } from "../../provider/settings.ts";
import { enterAppUser, type UserProfile } from "../../store/app-users.ts";
import type { App } from "../../store/apps.ts";
import {
  type AuthorizingOperator,
  finishAuthorization,
  insertAuthorization,
} from "../../store/authorizations.ts";
import type { ConnectorAddress, ConnectorWithClient } from "../../store/connectors.ts";
import { isFrozenFor } from "../../store/freezes.ts";
import type { Owner } from "../../store/owner.ts";
import { listOldestPending } from "../../store/pending-authorizations.ts";
import { takeRestart } from "../../store/restarts.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import {
  catalogueEntry,
  connectorNotFound,
  mergeSettings,
  redirectUriOf,
  requireEnabled,
  scopesToAsk,
} from "../providers/index.ts";
import { type BrowserCookie, browserCookieName } from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";

/** How long a consent may take, from the link to the provider's answer: ten minutes. */
export const authorizationSeconds = 600;

/**
 * How many attempts of one user of an app, or of its backend for all of its users, may be under way: one more ends the oldest, as if its link had been
 * used. Nobody is refused by what was left open, and nobody leaves more open.
 */
export const pendingMax = 20;

/** How long one call lasts for which the person may try again and again, attempt after attempt: half an hour. */
const restartSeconds = 1_800;

export interface StartInput {
  readonly app: App;
  readonly address: ConnectorAddress;
  readonly owner: Owner;
  /** How the confirmation page names who connects. */
  readonly userLabel: string;
  /** What is known by now of the user who connects; null of a shared connection. */
  readonly profile: UserProfile | null;
  readonly returnUrl: string | null;
  readonly settings: Readonly<Record<string, string>>;
  /** BCP 47 tag of the language that the app wants its pages in; null: the browser says. */
  readonly locale: string | null;
  /** Whether the call came from a page of our own origin, whose browser can be bound by a cookie. */
  readonly sameOriginBrowser: boolean;
  /** The id of the attempt that this one follows: no other may follow it, once this one has begun. */
  readonly follows?: string;
  /** Of an attempt that follows another: until when another may follow, in epoch seconds. */
  readonly restartUntil?: number;
  /** Of one that follows a completed one, at once or after others: it is about what that one left out. */
  readonly grantsRest?: boolean;
  /** Of an attempt that began by a link of an operator. */
  readonly reconnectLinkId?: string;
  /** S256 of a verifier in the app's own session: the app then completes the consent. It has a return URL. */
  readonly challenge?: string | null;
}

export interface Started {
  readonly authorizationId: string;
  /** Our connect link: single use, ten minutes. A credential. */
  readonly redirectUrl: string;
  /** The cookie that binds the browser, where it could be bound at once. */
  readonly cookie: BrowserCookie | null;
}

/**
 * Asks for the connector's scopes, without those that the workspace does not allow by now. A setting that
 * is needed and not given is asked for by the connect page. Throws
 * connector_not_found, user_connections_disabled, connection_config_invalid, return_url_not_allowed,
 * scopes_invalid, scopes_forbidden, connection_frozen, challenge_required; connect_link_invalid where another has
 * followed the same attempt.
 */
export async function startAuthorization(
  context: ConnectContext,
  input: StartInput,
): Promise<Started> {
  const { app, address, challenge = null } = input;
  requireChallenge(input);
  requireAsking(context.asking);
  const registered = await context.defences.findConnector(context.store, app, address);
  if (registered === undefined) throw connectorNotFound(address);
  requireEnabled(registered.connector, input.owner.kind);
  const entry = catalogueEntry(context, registered);
  const { scopes: wanted, allowedScopes: allowed } = registered.connector;
  const begun: BeginInput = {
    app,
    registered,
    owner: input.owner,
    userLabel: input.userLabel,
    profile: input.profile,
    author: null,
    replacesAccount: false,
    returnUrl: context.defences.checkReturnUrl(app, input.returnUrl, {
      isNative: challenge !== null,
    }),
    requestedScopes: scopesToAsk(entry, { wanted, allowed }).scopes,
    settings: checkSettingsGiven(
      entry,
      mergeSettings(registered.connector.settings, entry, input.settings),
    ),
    locale: input.locale,
    sameOriginBrowser: input.sameOriginBrowser,
    ...(input.restartUntil === undefined ? {} : { restartUntil: input.restartUntil }),
    ...(input.grantsRest === undefined ? {} : { grantsRest: input.grantsRest }),
    ...(input.reconnectLinkId === undefined ? {} : { reconnectLinkId: input.reconnectLinkId }),
    challenge,
  };
  const { follows } = input;
  return await inTransaction(context.store, async (store) => {
    if (follows !== undefined && !(await takeRestart(store, follows))) {
      throw new GrantryError("connect_link_invalid");
    }
    return await beginAuthorization({ ...context, store }, begun);
  });
}

/**
 * Throws challenge_required where the app demands completion. A link that an operator sends is no consent of the
 * app's making, and can bring the account alone that was connected before.
 */
function requireChallenge({ app, challenge = null, reconnectLinkId }: StartInput): void {
  if (app.completion !== "required" || challenge !== null || reconnectLinkId !== undefined) return;
  throw new GrantryError("challenge_required");
}

/** What an attempt consists of; everything in it was checked. */
export interface BeginInput extends Omit<StartInput, "address" | "app" | "follows"> {
  /** Null of a test. */
  readonly app: Pick<App, "appId"> | null;
  readonly registered: ConnectorWithClient;
  /** The operator who authorizes a shared connection. */
  readonly author: AuthorizingOperator | null;
  /** Whether another account may take the place of the one that is connected. */
  readonly replacesAccount: boolean;
  readonly requestedScopes: readonly string[];
}

/** Remembers the attempt, and gives a user who has no handle one. Call it with the store of a transaction. */
export async function beginAuthorization(
  context: ConnectContext,
  input: BeginInput,
): Promise<Started> {
  const { app, registered, sameOriginBrowser, profile, restartUntil, challenge, ...kept } = input;
  const appId = app?.appId ?? null;
  const authorizationId = newHandle("authorization");
  const link = newUnguessable();
  const byApp = challenge != null;
  const browser = sameOriginBrowser && !byApp ? newUnguessable() : null;
  const { owner } = kept;
  if (appId !== null) await requireUnfrozen(context, registered, { appId, owner });
  const now = context.clock.nowSeconds();
  if (appId !== null && kept.author === null) {
    await closeOldest(context.store, { appId, owner, kept: pendingMax - 1 });
  }
  await insertAuthorization(context.store, {
    ...kept,
    authorizationId,
    workspaceId: registered.connector.workspaceId,
    appId,
    purpose: appId === null ? "test" : "connect",
    connectorId: registered.connector.connectorId,
    proof: byApp ? "app_completion" : browser === null ? "confirmation" : "browser_cookie",
    completionChallenge: challenge ?? null,
    redirectUri: redirectUriOf(context, registered.client),
    expiresAt: now + authorizationSeconds,
    // Who authorizes for a whole app asks again where they did: that they may is checked there. A link of an
    // operator works once, and so does a challenge.
    restartUntil:
      owner.kind === "user" && !byApp && kept.reconnectLinkId === undefined
        ? (restartUntil ?? now + restartSeconds)
        : null,
    link,
    browser,
  });
  if (owner.kind === "user" && appId !== null) {
    await enterAppUser(context.store, appId, owner, profile ?? undefined);
  }
  return {
    authorizationId,
    redirectUrl: connectUrl(context, link),
    cookie:
      browser === null
        ? null
        : {
            name: browserCookieName(context, authorizationId),
            value: browser,
            maxAge: authorizationSeconds,
          },
  };
}

/** Ends what a user, or an app's backend, has left open, but for the newest. */
async function closeOldest(
  store: Store,
  given: { readonly appId: string; readonly owner: Owner; readonly kept: number },
): Promise<void> {
  for (const authorizationId of await listOldestPending(store, given)) {
    await finishAuthorization(store, authorizationId, { error: "connect_link_invalid" });
  }
}

/** Nobody is sent to a provider for what would not be kept. */
async function requireUnfrozen(
  { store }: ConnectContext,
  { connector: { connectorId, workspaceId } }: ConnectorWithClient,
  { appId, owner }: { readonly appId: string; readonly owner: Owner },
): Promise<void> {
  if (await isFrozenFor(store, { workspaceId, connectorId, appId, owner })) {
    throw new GrantryError("connection_frozen");
  }
}

/** The address of a connect link. A credential. */
export function connectUrl(context: Pick<ConnectContext, "publicUrl">, link: string): string {
  return `${context.publicUrl}/api/external-auth/connect/${link}`;
}
