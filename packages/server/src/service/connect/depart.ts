/** The connect link: shows who asks for what, and sends the browser to the provider. */
import { equalHashes, hashSecret } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import { newUnguessable } from "../../lib/id.ts";
import { sandboxedUrl } from "../../lib/sandboxed.ts";
import { askedSettings, fillIn } from "../../provider/asked-settings.ts";
import {
  buildAuthorizationRequest,
  needsVerifier,
  sendsNonce,
} from "../../provider/authorization-request.ts";
import {
  type Authorization,
  finishAuthorization,
  openCodeVerifier,
  takeLink,
} from "../../store/authorizations.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { useReconnectLink } from "../../store/reconnect-links.ts";
import { inTransaction } from "../../store/store.ts";
import { findUsed } from "../../store/used-authorizations.ts";
import { catalogueEntry, providerClient } from "../providers/index.ts";
import { backToApp } from "./await-app.ts";
import {
  browserCookieName,
  type Cookies,
  confirmationToken,
  isBoundBrowser,
  nonceOf,
} from "./browser-cookie.ts";
import { type Confirmation, confirmationOf } from "./confirmation.ts";
import type { ConnectContext } from "./context.ts";
import { type Ended, endedOf } from "./ended.ts";
import { browserMismatch, findLink, requireConnector } from "./link.ts";
import { type Parties, partiesOf } from "./parties.ts";
import { type Seen, seenAgain } from "./seen-again.ts";
import { requireSettingsStill } from "./settings-still.ts";

export type OpenedLink =
  | ({ readonly kind: "embedded" } & Embedded)
  | { readonly kind: "confirm"; readonly confirmation: Confirmation }
  | Departure
  | Seen;

/** The way to the provider, and the cookie that binds the browser where it has none yet. */
interface Departure {
  readonly kind: "depart";
  readonly url: string;
  readonly parties: Parties;
  readonly cookie: { readonly name: string; readonly value: string } | null;
}

/** A browser that opens a link. */
export interface Visit {
  readonly cookies: Cookies;
  /** Whether a browser says itself that it shows a person what it gets: what only looks at links does not. */
  readonly isShown: boolean;
  /** Whether an app has it built in, and could see what a person types; `stays`: the person was told, and goes on. */
  readonly embedded: "no" | "yes" | "stays";
}

/** What a person is told whose browser an app has built in. */
export interface Embedded {
  readonly parties: Parties;
  /** False where the provider would refuse to sign them in there. */
  readonly mayGoOn: boolean;
}

/**
 * Opens a connect link in a browser. A browser that was bound at the start leaves for the provider, and so does
 * one that a person looks at where the app completes the consent: what comes of it is of use in its own session alone.
 * Any other is asked first, and so is everybody where a setting is missing. The browser that used the
 * link leaves again while the provider has not answered, and sees how it stands or ended afterwards.
 * Without the cookie that is needed, browser_mismatch is thrown and nothing changes; an unknown or
 * expired link, or one that another browser used, throws connect_link_invalid.
 */
export async function openConnectLink(
  context: ConnectContext,
  link: string,
  { cookies, isShown, embedded }: Visit,
): Promise<OpenedLink> {
  const unused = await findLink(context, link);
  if (unused === undefined) return await openAgain(context, link, cookies);
  const { authorization, registered } = unused;
  const cookie = cookies[browserCookieName(context, authorization.authorizationId)];
  const entry = catalogueEntry(context, registered);
  const mayGoOn = entry.server.authorization.refuses_embedded_browsers === undefined;
  if (embedded === "yes" || (embedded === "stays" && !mayGoOn)) {
    return {
      kind: "embedded",
      parties: await partiesOf(context, authorization, registered),
      mayGoOn,
    };
  }
  const asked = askedSettings(entry, authorization.settings);
  if (authorization.proof === "browser_cookie") {
    if (cookie === undefined || !isBoundBrowser(authorization, cookie)) throw browserMismatch();
    if (asked.length === 0) {
      return await depart(context, { authorization, registered, link, browser: cookie });
    }
  }
  if (authorization.proof === "app_completion" && isShown && asked.length === 0) {
    const browser = cookie ?? newUnguessable();
    return await depart(context, { authorization, registered, link, browser });
  }
  const shown = { authorization, registered, asked, browser: cookie ?? newUnguessable() };
  return { kind: "confirm", confirmation: await confirmationOf(context, shown) };
}

export interface Decision {
  readonly link: string;
  readonly token: string;
  readonly confirmed: boolean;
  /** What was filled in for the settings that were asked for, by the names of the fields. */
  readonly answers: Readonly<Record<string, string>>;
}

export type Decided =
  /** Asked again: an answer cannot be taken. Nothing is used up. */
  { readonly kind: "confirm"; readonly confirmation: Confirmation } | Departure | Seen;

/** Takes the answer to the confirmation page; the browser must be the one that was shown it. */
export async function decideConfirmation(
  context: ConnectContext,
  decision: Decision,
  cookies: Cookies,
): Promise<Decided> {
  const { link, token, confirmed } = decision;
  const unused = await findLink(context, link);
  if (unused === undefined) return await decideAgain(context, decision, cookies);
  const { authorization, registered } = unused;
  if (authorization.proof === "browser_cookie" && !unused.isAsked) throw browserMismatch();
  const cookie = requireShown(context, authorization, { token, cookies });
  const leaving = { authorization, registered, link, browser: cookie };
  if (!confirmed) {
    await take(context, leaving);
    return await cancel(context, authorization, cookie);
  }
  const entry = catalogueEntry(context, registered);
  const filled = fillIn(entry, authorization.settings, decision.answers);
  if (filled.kind === "refused") {
    const shown = { authorization, registered, asked: filled.fields, browser: cookie };
    return { kind: "confirm", confirmation: await confirmationOf(context, shown) };
  }
  const { settings } = filled;
  return await depart(context, { ...leaving, authorization: { ...authorization, settings } });
}

/** The cookie of the browser that was shown the confirmation. */
function requireShown(
  context: ConnectContext,
  authorization: Authorization,
  { token, cookies }: { readonly token: string; readonly cookies: Cookies },
): string {
  const cookie = cookies[browserCookieName(context, authorization.authorizationId)];
  if (cookie === undefined) throw browserMismatch();
  // One that was bound at the start is shown the page where it is asked for settings.
  const isAnyBrowsers = authorization.proof !== "browser_cookie";
  if (!isAnyBrowsers && !isBoundBrowser(authorization, cookie)) throw browserMismatch();
  const expected = Buffer.from(confirmationToken(cookie));
  if (!equalHashes(expected, Buffer.from(token))) throw browserMismatch();
  return cookie;
}

async function cancel(
  context: ConnectContext,
  authorization: Authorization,
  browser: string,
): Promise<{ readonly kind: "ended"; readonly ended: Ended }> {
  await finishAuthorization(context.store, authorization.authorizationId, {
    error: "access_denied",
  });
  // It may have been bound just now.
  const bound = { ...authorization, browserHash: hashSecret(browser) };
  return { kind: "ended", ended: await endedOf(context, bound, "access_denied", { browser }) };
}

/** The browser went back and opened its link again. */
async function openAgain(
  context: ConnectContext,
  link: string,
  cookies: Cookies,
): Promise<Exclude<OpenedLink, { kind: "confirm" | "embedded" }>> {
  const authorization = await findUsed(context.store, { link });
  const stateOfBrowser = (browser: string) => stateOf(link, browser);
  const toApp = backToApp(context, authorization, { cookies, stateOf: stateOfBrowser });
  if (toApp !== undefined) return toApp;
  const seen = await seenAgain(context, authorization, cookies);
  if (seen === undefined) throw new GrantryError("connect_link_invalid");
  if (seen.kind !== "unanswered") return seen;
  const { browser } = seen;
  const registered = await requireConnector(context, seen.authorization);
  const entry = catalogueEntry(context, registered);
  requireSettingsStill(entry, registered.connector.settings, seen.authorization.settings);
  return await departure(context, { authorization: seen.authorization, registered, link, browser });
}

/** The browser went back and answered the confirmation again. */
async function decideAgain(
  context: ConnectContext,
  { link, token, confirmed }: Decision,
  cookies: Cookies,
): Promise<Departure | Seen> {
  const authorization = await findUsed(context.store, { link });
  const seen = await seenAgain(context, authorization, cookies);
  if (seen === undefined) throw new GrantryError("connect_link_invalid");
  if (seen.kind !== "unanswered") return await openAgain(context, link, cookies);
  requireShown(context, seen.authorization, { token, cookies });
  return confirmed
    ? await openAgain(context, link, cookies)
    : await cancel(context, seen.authorization, seen.browser);
}

interface Leaving {
  readonly authorization: Authorization;
  readonly registered: ConnectorWithClient;
  readonly link: string;
  readonly browser: string;
}

/** Kept with the authorization: the answer is held against what was sent. */
interface SentAlong {
  readonly codeVerifier: string | null;
  readonly nonce: string | null;
}

/** Of several times at once in one browser all leave by one way. */
async function depart(context: ConnectContext, leaving: Leaving) {
  const taken = await take(context, leaving);
  if (taken !== undefined) return await departure(context, leaving, taken);
  const { authorization, link, browser } = leaving;
  const cookies = { [browserCookieName(context, authorization.authorizationId)]: browser };
  return await openAgain(context, link, cookies);
}

/** Uses the link up and binds the browser; undefined where it was used before. */
async function take(
  context: ConnectContext,
  { authorization, registered, link, browser }: Leaving,
): Promise<SentAlong | undefined> {
  const entry = catalogueEntry(context, registered);
  const codeVerifier = needsVerifier(entry) ? newUnguessable() : null;
  const state = stateOf(link, browser);
  const isSent = sendsNonce(entry, authorization.requestedScopes);
  const nonce = isSent ? nonceOf(state, browser) : null;
  const { settings } = authorization;
  const departure = { link, state, browser, codeVerifier, nonce, settings };
  const taken = await inTransaction(context.store, async (store) => {
    if (!(await takeLink(store, authorization, departure))) return false;
    const { reconnectLinkId } = authorization;
    if (reconnectLinkId !== null && !(await useReconnectLink(store, reconnectLinkId))) {
      throw new GrantryError("connect_link_invalid");
    }
    return true;
  });
  return taken ? departure : undefined;
}

/**
 * The way to the provider. It is the same each time the same browser takes it, so that whichever of
 * its pages a person answers, the answer counts.
 */
async function departure(
  context: ConnectContext,
  { authorization, registered, link, browser }: Leaving,
  sent?: SentAlong,
): Promise<Departure> {
  const client = providerClient(context, registered, authorization.settings);
  const state = stateOf(link, browser);
  const { codeVerifier, nonce } =
    sent ?? (await sentBefore(context, authorization, { state, browser }));
  const url = await buildAuthorizationRequest(client, {
    scopes: authorization.requestedScopes,
    state,
    codeVerifier,
    nonce,
  });
  const name = browserCookieName(context, authorization.authorizationId);
  return {
    kind: "depart" as const,
    url: sandboxedUrl(url.href, context.sandboxProviders),
    parties: await partiesOf(context, authorization, registered),
    cookie: authorization.proof === "app_completion" ? { name, value: browser } : null,
  };
}

async function sentBefore(
  { store }: ConnectContext,
  authorization: Authorization,
  { state, browser }: { readonly state: string; readonly browser: string },
): Promise<SentAlong> {
  const codeVerifier = await openCodeVerifier(store, authorization);
  return { codeVerifier, nonce: authorization.nonceHash && nonceOf(state, browser) };
}

/** 256 bits that only link and cookie together bring forth; neither is kept, and no other pair has them. */
function stateOf(link: string, browser: string): string {
  return hashSecret(`grantry state ${link} ${browser}`).toString("base64url");
}
