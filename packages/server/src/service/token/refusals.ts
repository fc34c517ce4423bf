/** The refusals of a token read. Their texts are read by existing apps, which look for phrases. */
import { GrantryError } from "../../lib/error.ts";
import type { TokenConnection } from "../../store/connections.ts";
import type { ReauthReason } from "../../store/schema.ts";

/** Apps look for "No active connection found" and "not connected" to offer their Connect button. */
export function notConnected(): GrantryError {
  return new GrantryError("not_connected", {
    detail: "No active connection found for this connector: it is not connected yet.",
  });
}

const reasonTexts = {
  invalid_grant: "the provider says that the grant is over",
  revoked: "access was taken back at the provider",
  refresh_token_expired: "it was not used for too long",
  no_refresh_token: "its token has expired and the provider gave none to renew it",
  missing_scopes: "it lacks permissions that are needed now",
  outcome_unknown: "the provider did not say whether it was renewed",
} as const satisfies Record<ReauthReason, string>;

/** The refusal for a connection that only its owner can mend. */
export function needsReauth(reason: ReauthReason | null): GrantryError {
  const because = reason === null ? "it has ended" : reasonTexts[reason];
  return new GrantryError("needs_reauth", {
    detail: `No active connection found for this connector: it is not connected any more, because ${because}. It must be connected again.`,
  });
}

/** Throws where there is nothing to read a token from. */
export function requireNotEnded(connection: TokenConnection): void {
  if (connection.status === "disconnected") throw notConnected();
  if (connection.status === "needs_reauth") throw needsReauth(connection.reason);
}
