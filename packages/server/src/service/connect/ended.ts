/** How an authorization ended, as the browser and the app are told. Never a credential. */
import type { ErrorCode } from "@grantry/contract/errors";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { Authorization, ProviderWords } from "../../store/authorizations.ts";
import { type Connection, findConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { isRefreshable } from "../engine/index.ts";
import { catalogueEntry } from "../providers/index.ts";
import {
  type BrowserCookie,
  browserCookieMaxAge,
  browserCookieName,
  confirmationToken,
  isBoundBrowser,
} from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import { type Less, lessOf } from "./less.ts";
import { type Parties, partiesAsFarAsKnown } from "./parties.ts";
import { withOutcome } from "./return-url.ts";

export interface Outcome {
  readonly status: "completed" | "denied" | "failed";
  readonly error: ErrorCode | null;
}

export interface Ended extends Outcome {
  readonly authorizationId: string;
  readonly connectorId: string;
  readonly parties: Parties;
  /** What the app hears: its call was completed, where only the rest of it was not granted. */
  readonly told: Outcome;
  /** Whether the connection works as it did before this attempt, which brought nothing. */
  readonly stands: boolean;
  /** Of a failure: what explains more than its code, in English; null where that says all. */
  readonly detail: string | null;
  /** The provider's own words, cleaned; null where it said nothing. */
  readonly providerError: ProviderWords | null;
  /** What was connected; null where nothing was. */
  readonly connected: Connected | null;
  /** What the form to try again, or to grant the rest, must carry; null where this browser may not. */
  readonly restartToken: string | null;
  /** The browser's cookie for as long as that form may be sent; null where there is none. */
  readonly cookie: BrowserCookie | null;
  /** Where the browser goes on to, with the outcome in its query; null where it should close. */
  readonly returnUrl: string | null;
  /** The one origin that may be told by a message; null where none is known. */
  readonly messageOrigin: string | null;
}

interface Connected {
  /** How people know the account; null where the provider did not say. */
  readonly account: string | null;
  /** Seconds that the connection lasts, where nothing refreshes it; else null. */
  readonly lasts: number | null;
  /** What it lacks of what was asked for, where the person could choose; null where it lacks nothing. */
  readonly less: Less | null;
}

/** Of a failure: what explains more than its code, what the provider said itself, and to whom it is told. */
export interface Explanation {
  readonly detail?: string | null;
  readonly providerError?: ProviderWords | null;
  /** The cookie of the browser that hears of it. */
  readonly browser?: string | undefined;
}

/** The end of an authorization. */
export async function endedOf(
  context: ConnectContext,
  authorization: Authorization,
  error: ErrorCode | null,
  { detail = null, providerError = null, browser }: Explanation = {},
): Promise<Ended> {
  const { connectorId, authorizationId, returnUrl } = authorization;
  const parties = await partiesAsFarAsKnown(context, authorization);
  const status = error === null ? "completed" : error === "access_denied" ? "denied" : "failed";
  const isOwn = browser !== undefined && isBoundBrowser(authorization, browser);
  const reading = connectionOf(context, authorization, parties.service !== null);
  // Who brings another's answer hears nothing of a connection; how it ended is told in any case.
  const found = await (error === null ? reading : reading.catch(() => undefined));
  const stands = error !== null && isOwn && found?.connection.status === "active";
  const { grantsRest } = authorization;
  const told: Outcome =
    stands && grantsRest ? { status: "completed", error: null } : { status, error };
  const mayRestart = error === null || grantsRest ? found?.less != null : true;
  const restart = mayRestart && isOwn ? restartOf(context, authorization, browser) : null;
  return {
    authorizationId,
    connectorId,
    parties,
    status,
    error,
    told,
    stands,
    detail,
    providerError,
    connected: error === null ? connectedOf(context, authorization, found) : null,
    restartToken: restart?.token ?? null,
    cookie: restart?.cookie ?? null,
    returnUrl: returnUrl === null ? null : withOutcome(returnUrl, { connectorId, ...told }),
    messageOrigin: returnUrl === null ? null : new URL(returnUrl).origin,
  };
}

/** What its own browser needs to begin another attempt; null where the time for that is over. */
function restartOf(
  context: ConnectContext,
  { authorizationId, restartUntil }: Authorization,
  browser: string,
): { readonly token: string; readonly cookie: BrowserCookie } | null {
  const seconds = (restartUntil ?? 0) - context.clock.nowSeconds();
  if (seconds <= 0) return null;
  const name = browserCookieName(context, authorizationId);
  const maxAge = Math.max(seconds, browserCookieMaxAge);
  return { token: confirmationToken(browser), cookie: { name, value: browser, maxAge } };
}

interface Found {
  readonly connection: Connection;
  /** Null where the connector cannot be read as it was. */
  readonly entry: ProviderConnector | null;
  readonly less: Less | null;
}

/** The connection as it is now, whatever this attempt did; undefined where there is none, and of a test. */
async function connectionOf(
  context: ConnectContext,
  authorization: Authorization,
  isKnown: boolean,
): Promise<Found | undefined> {
  const { workspaceId, appId, connectorId, owner } = authorization;
  const { store } = context;
  if (appId === null) return undefined;
  const connection = await findConnection(store, { appId, connectorId, owner });
  if (connection === undefined) return undefined;
  const registered = await getConnector(store, workspaceId, connectorId);
  const entry = registered !== undefined && isKnown ? catalogueEntry(context, registered) : null;
  return { connection, entry, less: entry && lessOf(entry, authorization, connection) };
}

function connectedOf(
  { clock }: ConnectContext,
  { appId }: Authorization,
  found: Found | undefined,
): Connected | null {
  if (appId === null) return null;
  if (found === undefined) return { account: null, lasts: null, less: null };
  const { connection, entry, less } = found;
  const { account: who, expiresAt } = connection;
  const account = who?.email ?? who?.name ?? null;
  const lasts =
    entry === null || expiresAt === null || isRefreshable(entry, connection)
      ? null
      : expiresAt - clock.nowSeconds();
  return { account, lasts, less };
}
