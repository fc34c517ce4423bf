/** The refusals of a token read. Their texts are read by existing apps, which look for phrases. */
import { GrantryError } from "../../lib/error.ts";
import type { Connection, TokenConnection } from "../../store/connections.ts";
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
  no_refresh_token: "its token has expired and the provider gave none to refresh it",
  missing_scopes: "it lacks permissions that are needed now",
  outcome_unknown: "the provider did not say whether it was refreshed",
  refresh_refused: "the provider goes on refusing to refresh it",
} as const satisfies Record<ReauthReason, string>;

/** The refusal for a connection that only its owner can mend. */
export function needsReauth(reason: ReauthReason | null): GrantryError {
  const because = reason === null ? "it has ended" : reasonTexts[reason];
  return new GrantryError("needs_reauth", {
    detail: `No active connection found for this connector: it is not connected any more, because ${because}. It must be connected again.`,
  });
}

const known = {
  not_asked: "It is given out until its end.",
  asked_lately:
    "Its provider was asked about it a moment ago, and it is not known to be over: ask again in some seconds.",
  accepted:
    "Its provider still takes it, so the API may have refused the call and not the token: look at the API's own answer.",
  unknown: "Whether it is over could not be found out at its provider now.",
} as const;

/** The refusal where nothing refreshes a token and nothing says that it is over. */
export function noNewerToken(what: keyof typeof known): GrantryError {
  return new GrantryError("no_newer_token", {
    detail: `There is no newer token: the provider gave nothing to refresh this one with. ${known[what]} If it stays refused, connect again.`,
  });
}

/** The refusal for a connection that stands as it was and is not to be used. */
export function connectionFrozen(): GrantryError {
  return new GrantryError("connection_frozen");
}

/** Throws where there is nothing to read a token from, or none may be. */
export function requireNotEnded(
  connection: TokenConnection & Partial<Pick<Connection, "frozenAt">>,
  isFrozen = (connection.frozenAt ?? null) !== null,
): void {
  if (connection.status === "disconnected") throw notConnected();
  if (isFrozen) throw connectionFrozen();
  if (connection.status === "needs_reauth") throw needsReauth(connection.reason);
}
