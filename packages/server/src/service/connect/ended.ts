/** How an authorization ended, as the browser and the app are told. Never a credential. */
import type { ErrorCode } from "@grantry/contract/errors";
import type { Authorization, ProviderWords } from "../../store/authorizations.ts";
import { findConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { isRefreshable } from "../engine/index.ts";
import { catalogueEntry } from "../providers/index.ts";
import { confirmationToken, isBoundBrowser } from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import { type Less, lessOf } from "./less.ts";
import { type Parties, partiesAsFarAsKnown } from "./parties.ts";
import { withOutcome } from "./return-url.ts";

export interface Ended {
  readonly authorizationId: string;
  readonly connectorId: string;
  readonly parties: Parties;
  readonly status: "completed" | "denied" | "failed";
  readonly error: ErrorCode | null;
  /** Of a failure: what explains more than its code, in English; null where that says all. */
  readonly detail: string | null;
  /** The provider's own words, cleaned; null where it said nothing. */
  readonly providerError: ProviderWords | null;
  /** What was connected; null where nothing was. */
  readonly connected: Connected | null;
  /** What the form to try again, or to grant the rest, must carry; null where this browser may not. */
  readonly restartToken: string | null;
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
  const connected =
    error === null ? await connectedOf(context, authorization, parties.service !== null) : null;
  const mayRestart = error !== null || connected?.less != null;
  const status = error === null ? "completed" : error === "access_denied" ? "denied" : "failed";
  return {
    authorizationId,
    connectorId,
    parties,
    status,
    error,
    detail,
    providerError,
    connected,
    restartToken: mayRestart ? restartTokenOf(context, authorization, browser) : null,
    returnUrl: returnUrl === null ? null : withOutcome(returnUrl, { connectorId, status, error }),
    messageOrigin: returnUrl === null ? null : new URL(returnUrl).origin,
  };
}

function restartTokenOf(
  { clock }: ConnectContext,
  authorization: Authorization,
  browser: string | undefined,
): string | null {
  const { restartUntil } = authorization;
  const isOpen = restartUntil !== null && restartUntil > clock.nowSeconds();
  const isOwn = browser !== undefined && isBoundBrowser(authorization, browser);
  return isOpen && isOwn ? confirmationToken(browser) : null;
}

async function connectedOf(
  context: ConnectContext,
  authorization: Authorization,
  isKnown: boolean,
): Promise<Connected | null> {
  const { workspaceId, appId, connectorId, owner } = authorization;
  const { clock, store } = context;
  if (appId === null) return null;
  const connection = await findConnection(store, { appId, connectorId, owner });
  const registered = await getConnector(store, workspaceId, connectorId);
  if (connection === undefined) return { account: null, lasts: null, less: null };
  const { account: who, expiresAt } = connection;
  const account = who?.email ?? who?.name ?? null;
  if (registered === undefined || !isKnown) return { account, lasts: null, less: null };
  const entry = catalogueEntry(context, registered);
  const less = lessOf(entry, authorization, connection);
  const lasts =
    expiresAt === null || isRefreshable(entry, connection) ? null : expiresAt - clock.nowSeconds();
  return { account, lasts, less };
}
