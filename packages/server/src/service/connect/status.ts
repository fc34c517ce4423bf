/** What became of an authorization, for whoever started it. */
import { GrantryError } from "../../lib/error.ts";
import {
  type Authorization,
  getAuthorization,
  type ProviderWords,
} from "../../store/authorizations.ts";
import { sameUser } from "../../store/owner.ts";
import type { Operator } from "../accounts/index.ts";
import type { AppUser } from "../app-users/index.ts";
import type { ConnectContext } from "./context.ts";

export interface AttemptStatus {
  readonly status: "PENDING" | "ACTIVE" | "FAILED";
  readonly error: string | null;
  /** The provider's own words, cleaned; only where it said something. */
  readonly provider_error?: ProviderWords;
}

/**
 * Throws authorization_not_found for an authorization that this caller did not start. What another
 * operator has started is theirs: it reads PENDING for ever.
 */
export async function authorizationStatus(
  context: ConnectContext,
  caller: AppUser | Operator,
  authorizationId: string,
): Promise<AttemptStatus> {
  const found = await getAuthorization(context.store, caller.app.appId, authorizationId);
  if (found === undefined || !isOwn(caller, found)) {
    throw new GrantryError("authorization_not_found");
  }
  if (isAnotherOperators(caller, found)) return { status: "PENDING", error: null };
  if (found.status === "completed") return { status: "ACTIVE", error: null };
  if (found.status === "failed") {
    const { error, providerError } = found;
    const said = providerError === null ? {} : { provider_error: providerError };
    return { status: "FAILED", error, ...said };
  }
  const expired = found.expiresAt <= context.clock.nowSeconds();
  return expired
    ? { status: "FAILED", error: "state_invalid" }
    : { status: "PENDING", error: null };
}

function isAnotherOperators(caller: AppUser | Operator, { author }: Authorization): boolean {
  return caller.kind === "operator" && author !== null && author.id !== caller.author.id;
}

function isOwn(caller: AppUser | Operator, { owner }: Authorization): boolean {
  if (caller.kind === "operator") return owner.kind === "app";
  return owner.kind === "user" && sameUser(owner, caller);
}
