/** How an authorization ended, as the browser and the app are told. Never a credential. */
import type { ErrorCode } from "@grantry/contract/errors";
import { errorEntry } from "@grantry/contract/errors";
import type { Authorization } from "../../store/authorizations.ts";
import type { ServiceContext } from "../context.ts";
import { withOutcome } from "./return-url.ts";

export interface Ended {
  readonly authorizationId: string;
  readonly connectorId: string;
  readonly appName: string;
  readonly status: "completed" | "denied" | "failed";
  readonly error: ErrorCode | null;
  /** For the person at the browser. */
  readonly explanation: string;
  /** Where the browser goes on to, with the outcome in its query; null where it should close. */
  readonly returnUrl: string | null;
  /** The one origin that may be told by a message; null where none is known. */
  readonly messageOrigin: string | null;
}

/** The end of an authorization; `detail` explains more than the code's title. */
export async function endedOf(
  context: ServiceContext,
  authorization: Authorization,
  error: ErrorCode | null,
  detail?: string,
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
    explanation: error === null ? "The account is connected." : (detail ?? errorEntry(error).title),
    returnUrl: returnUrl === null ? null : withOutcome(returnUrl, { connectorId, status, error }),
    messageOrigin: returnUrl === null ? null : new URL(returnUrl).origin,
  };
}
