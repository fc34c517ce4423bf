/** What became of an authorization, for whoever started it. */
import { type ErrorCode, readErrorCode } from "@grantry/contract/errors";
import { GrantryError } from "../../lib/error.ts";
import {
  type Authorization as AuthorizationRecord,
  canceled,
  getAuthorization,
  type ProviderWords,
} from "../../store/authorizations.ts";
import { type Owner, sameUser } from "../../store/owner.ts";
import type { AppOperator } from "../accounts/index.ts";
import { type AppUser, type Backend, requireServiceConnector } from "../app-users/index.ts";
import type { ConnectContext } from "./context.ts";

/** One attempt to authorize, as whoever started it may know it. Times are epoch seconds. */
export interface Authorization {
  readonly authorizationId: string;
  readonly appId: string;
  readonly connectorId: string;
  readonly owner: Owner;
  /** `expired`: nobody finished it in time. `canceled`: by the app. */
  readonly status:
    | "pending"
    | "awaiting_completion"
    | "completed"
    | "failed"
    | "expired"
    | "canceled";
  readonly requestedScopes: readonly string[];
  /** Why it failed; null where it did not. */
  readonly error: {
    readonly code: ErrorCode;
    /** What the person was told; null where the code's title says all. */
    readonly detail: string | null;
    /** The provider's own words, cleaned; null where it said nothing. */
    readonly providerError: ProviderWords | null;
  } | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/**
 * Throws authorization_not_found for an authorization that this caller did not start. What another
 * operator has started is theirs: it reads pending for ever.
 */
export async function authorizationStatus(
  context: ConnectContext,
  caller: AppUser | AppOperator,
  authorizationId: string,
): Promise<Authorization> {
  const found = await getAuthorization(context.store, caller.app.appId, authorizationId);
  if (found === undefined || !isOwn(caller, found)) {
    throw new GrantryError("authorization_not_found");
  }
  const { appId } = caller.app;
  return { ...authorizationOf(context, appId, found), ...outcomeOf(context, caller, found) };
}

/** The record, for whoever may know it. */
export function authorizationOf(
  context: Pick<ConnectContext, "clock">,
  appId: string,
  found: AuthorizationRecord,
): Authorization {
  const { authorizationId, connectorId, owner, requestedScopes, createdAt, expiresAt } = found;
  const named = { authorizationId, appId, connectorId, owner, requestedScopes };
  return { ...named, ...outcomeFor(context, found), createdAt, expiresAt };
}

/**
 * The same for the app's backend, of a user's attempt or of one that it has started for the whole app. Throws forbidden
 * where its token is limited to others.
 */
export async function authorizationOfApp(
  context: ConnectContext,
  backend: Backend,
  authorizationId: string,
): Promise<Authorization> {
  const { appId } = backend.app;
  const found = await getAuthorization(context.store, appId, authorizationId);
  const isOperators = found?.owner.kind === "app" && found.proof !== "app_completion";
  if (found === undefined || isOperators) {
    throw new GrantryError("authorization_not_found");
  }
  requireServiceConnector(backend, found.connectorId);
  return authorizationOf(context, appId, found);
}

function outcomeOf(
  context: ConnectContext,
  caller: AppUser | AppOperator,
  found: AuthorizationRecord,
): Pick<Authorization, "status" | "error"> {
  if (isAnotherOperators(caller, found)) return { status: "pending", error: null };
  return outcomeFor(context, found);
}

/** What became of an attempt, whoever may hear of it. */
export function outcomeFor(
  context: Pick<ConnectContext, "clock">,
  found: AuthorizationRecord,
): Pick<Authorization, "status" | "error"> {
  const { status, error, errorDetail: detail, providerError, expiresAt } = found;
  if (error === canceled) return { status: "canceled", error: null };
  if (status === "failed") {
    return { status, error: { code: readErrorCode(error ?? ""), detail, providerError } };
  }
  const isOver = status === "pending" && expiresAt <= context.clock.nowSeconds();
  const isAwaited = status === "pending" && found.sealedResponse !== null;
  return { status: isOver ? "expired" : isAwaited ? "awaiting_completion" : status, error: null };
}

function isAnotherOperators(
  caller: AppUser | AppOperator,
  { author }: AuthorizationRecord,
): boolean {
  return caller.kind === "operator" && author !== null && author.id !== caller.author.id;
}

function isOwn(caller: AppUser | AppOperator, { owner }: AuthorizationRecord): boolean {
  if (caller.kind === "operator") return owner.kind === "app";
  return owner.kind === "user" && sameUser(owner, caller);
}
