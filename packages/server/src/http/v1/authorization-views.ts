/** Attempts to connect as `/v1` shows them. */
import type {
  completedAuthorization,
  sharedAuthorization,
  Authorization as View,
} from "@grantry/contract/v1/authorizations";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import type {
  Authorization,
  Redeemed,
  SharedOutcome,
  Started,
} from "../../service/connect/index.ts";
import type { HttpContext } from "../context.ts";
import { choicePath } from "../pages/choice.ts";
import { viewConnection, viewOne } from "./connection-views.ts";

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

/** A started attempt, with its connect link. */
export function viewStarted({ authorizationId, redirectUrl }: Started) {
  const status = "pending" as const;
  return { id: authorizationId, status, error: null, connect_url: redirectUrl };
}

/** What an app is told that completes a consent. */
export async function viewRedeemed(
  context: HttpContext,
  { authorization, connection, isToChoose }: Redeemed,
): Promise<z.output<typeof completedAuthorization>> {
  const { authorizationId } = authorization;
  return {
    authorization: viewAuthorization(authorization),
    connection: connection === null ? null : await viewOne(context, connection, viewConnection),
    choice_url: isToChoose ? context.publicUrl + choicePath(authorizationId) : null,
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
