/** Attempts to connect as `/v1` shows them. */
import type {
  sharedAuthorization,
  Authorization as View,
} from "@grantry/contract/v1/authorizations";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import type { Authorization, SharedOutcome } from "../../service/connect/index.ts";

/** What became of an attempt. */
export function viewAuthorization({
  authorizationId,
  status,
  error,
}: Pick<Authorization, "authorizationId" | "status" | "error">): View {
  return {
    id: authorizationId,
    status,
    error:
      error === null
        ? null
        : { code: error.code, detail: error.detail, provider_error: error.providerError },
  };
}

/** What came of asking for a shared connection. Throws connected_by_other_operator. */
export function viewSharedAuthorization(
  asked: SharedOutcome,
): z.output<typeof sharedAuthorization> {
  if (asked.outcome === "connected_by_other_operator") {
    const { email, label } = asked.operator;
    throw new GrantryError("connected_by_other_operator", {
      detail: `Already connected by ${email ?? label}. To connect an account of your own in its place, ask with replace: grantry connectors initiate --force-reconnect.`,
    });
  }
  const started = asked.outcome === "started" ? asked : null;
  return {
    status: statuses[asked.outcome],
    id: started?.authorizationId ?? null,
    connect_url: started?.redirectUrl ?? null,
    dropped_scopes: [...asked.droppedScopes],
    unlisted_scopes: [...asked.unlistedScopes],
  };
}

const statuses = {
  started: "pending",
  already_authorized: "completed",
  would_start: "would_start",
} as const;
