/** How an authorization ended, as the browser and the app are told. Never a credential. */
import type { ErrorCode } from "@grantry/contract/errors";
import type { Authorization, ProviderWords } from "../../store/authorizations.ts";
import { isRefreshable } from "../engine/index.ts";
import {
  type BrowserCookie,
  browserCookieAfter,
  browserCookieName,
  confirmationToken,
  isBoundBrowser,
} from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import type { Less } from "./less.ts";
import { isOfApp } from "./new-grant.ts";
import { type Parties, partiesAsFarAsKnown } from "./parties.ts";
import { originOfPages, withOutcome } from "./return-url.ts";
import { type Standing, standingOf } from "./standing.ts";

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
  /** Why what was connected then works no longer; null where it does, or nothing was. */
  readonly over: ErrorCode | null;
  /** Of a failure: what explains more than its code, in English; null where that says all. */
  readonly detail: string | null;
  /** The provider's own words, cleaned; null where it said nothing. */
  readonly providerError: ProviderWords | null;
  /** What is connected; null where nothing is. */
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
  const reading = isOfApp(authorization)
    ? standingOf(context, authorization, parties.service !== null)
    : Promise.resolve(undefined);
  // Who brings another's answer hears nothing of a connection; how it ended is told in any case.
  const found = await (error === null ? reading : reading.catch(() => undefined));
  const stands = error !== null && isOwn && found?.refusal === null;
  const { grantsRest } = authorization;
  const over = error === null ? (found?.refusal ?? null) : null;
  const told = toldOf({ status, error }, { stillDone: stands && grantsRest, over });
  const asksRest = error === null || grantsRest;
  const mayRestart = over !== null ? false : asksRest ? found?.less != null : !found?.isBlocked;
  const named = {
    authorizationId: authorization.proof === "app_completion" ? authorizationId : null,
  };
  const restart = mayRestart && isOwn ? restartOf(context, authorization, browser) : null;
  return {
    authorizationId,
    connectorId,
    parties,
    status,
    error,
    told,
    stands,
    over,
    detail,
    providerError,
    connected: error === null && over === null ? connectedOf(context, found) : null,
    restartToken: restart?.token ?? null,
    cookie: restart?.cookie ?? null,
    returnUrl:
      returnUrl === null ? null : withOutcome(returnUrl, { ...named, connectorId, ...told }),
    messageOrigin: returnUrl === null ? null : originOfPages(returnUrl),
  };
}

/** What the app hears is how its call stands now: of what has ended since, nobody is told that it was completed. */
function toldOf(
  outcome: Outcome,
  { stillDone, over }: { readonly stillDone: boolean; readonly over: ErrorCode | null },
): Outcome {
  if (over !== null) return { status: "failed", error: over };
  return stillDone ? { status: "completed", error: null } : outcome;
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
  const maxAge = seconds + browserCookieAfter;
  return { token: confirmationToken(browser), cookie: { name, value: browser, maxAge } };
}

function connectedOf({ clock }: ConnectContext, found: Standing | undefined): Connected | null {
  if (found === undefined) return null;
  const { connection, entry, less } = found;
  if (connection === undefined) return { account: null, lasts: null, less: null };
  const { account: who, expiresAt } = connection;
  const account = who?.email ?? who?.name ?? null;
  const lasts =
    entry === null || expiresAt === null || isRefreshable(entry, connection)
      ? null
      : expiresAt - clock.nowSeconds();
  return { account, lasts, less };
}
