/** How an authorization ended, as the browser and the app are told. Never a credential. */
import type { ErrorCode } from "@grantry/contract/errors";
import { errorEntry } from "@grantry/contract/errors";
import type { Authorization, ProviderWords } from "../../store/authorizations.ts";
import { findConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { isRenewable } from "../engine/index.ts";
import { catalogueEntry } from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";
import { withOutcome } from "./return-url.ts";

export interface Ended {
  readonly authorizationId: string;
  readonly connectorId: string;
  readonly appName: string;
  readonly status: "completed" | "denied" | "failed";
  readonly error: ErrorCode | null;
  /** For the person at the browser. */
  readonly explanation: string;
  /** The provider's own words, cleaned; null where it said nothing. */
  readonly providerError: ProviderWords | null;
  /** Where the browser goes on to, with the outcome in its query; null where it should close. */
  readonly returnUrl: string | null;
  /** The one origin that may be told by a message; null where none is known. */
  readonly messageOrigin: string | null;
}

/** Of a failure: what explains more than the code's title, and what the provider said itself. */
export interface Explanation {
  readonly detail?: string | null;
  readonly providerError?: ProviderWords | null;
}

/** The end of an authorization. */
export async function endedOf(
  context: ConnectContext,
  authorization: Authorization,
  error: ErrorCode | null,
  { detail, providerError = null }: Explanation = {},
): Promise<Ended> {
  const app = await context.apps.get(authorization.appId);
  const { connectorId, authorizationId, returnUrl } = authorization;
  const status = error === null ? "completed" : error === "access_denied" ? "denied" : "failed";
  return {
    authorizationId,
    connectorId,
    appName: app.name,
    status,
    error,
    explanation:
      error === null
        ? `The account is connected.${await lastingOf(context, authorization)}`
        : (detail ?? errorEntry(error).title),
    providerError,
    returnUrl: returnUrl === null ? null : withOutcome(returnUrl, { connectorId, status, error }),
    messageOrigin: returnUrl === null ? null : new URL(returnUrl).origin,
  };
}

/** What there is to say of a connection that nothing renews; else nothing. */
async function lastingOf(
  context: ConnectContext,
  { workspaceId, appId, connectorId, owner }: Authorization,
): Promise<string> {
  const { clock, store } = context;
  const connection = await findConnection(store, { appId, connectorId, owner });
  const registered = await getConnector(store, workspaceId, connectorId);
  if (connection === undefined || registered === undefined) return "";
  const { expiresAt } = connection;
  if (expiresAt === null || isRenewable(catalogueEntry(context, registered), connection)) return "";
  const left = durationText(expiresAt - clock.nowSeconds());
  return ` The provider gave nothing to renew the access with: it ends in ${left}, and must be connected again then.`;
}

function durationText(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 120) return minutes === 1 ? "a minute" : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
