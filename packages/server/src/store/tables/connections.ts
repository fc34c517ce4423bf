/** Table connections: every column, once. */
import { type OwnerKind, toOwner } from "../owner.ts";
import * as t from "../table.ts";
import type { AuthorizingOperator } from "./authorizations.ts";

export type ConnectionStatus = "active" | "needs_reauth" | "disconnected";
export type ReauthReason =
  | "invalid_grant"
  | "revoked"
  | "refresh_token_expired"
  | "no_refresh_token"
  | "missing_scopes"
  | "outcome_unknown"
  | "refresh_refused";

export interface ConnectionAccount {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** Refusals of the refresh without a success between them. Times are epoch seconds. */
export interface RefusalStreak {
  readonly since: number;
  readonly lastAt: number;
  /** How many came while the client was known to work. */
  readonly count: number;
}

export const connections = t.defineTable(
  {
    connection_id: t.text,
    workspace_id: t.text,
    app_id: t.text,
    connector_id: t.text,
    owner_kind: t.inner(t.word<OwnerKind>()),
    /** Empty where the owner is the app. */
    user_id: t.inner(t.text),
    /**
     * The identity provider that gave the user the id, and the claim it was read from. Empty where the
     * app has none. An issuer of null: not known, nobody's until an operator assigns it.
     */
    user_issuer: t.inner(t.optionalText),
    user_id_claim: t.defaulted(t.inner(t.text)),
    status: t.word<ConnectionStatus>(),
    reason: t.optionalWord<ReauthReason>(),
    status_since: t.int,
    requested_scopes: t.scopeList,
    granted_scopes: t.scopeList,
    account_id: t.inner(t.optionalText),
    account_email: t.inner(t.optionalText),
    account_name: t.inner(t.optionalText),
    /** Settings and values kept from the provider's answers. */
    connection_config: t.map,
    access_token: t.named("sealedAccessToken", t.optionalBytes),
    refresh_token: t.named("sealedRefreshToken", t.optionalBytes),
    token_type: t.readAs(t.optionalText, (stored) => stored ?? "Bearer"),
    /** When the access token ends; null where it does not. */
    expires_at: t.optionalInt,
    /** Lifetime of the last access token, for answers that state none. */
    lifetime_seconds: t.optionalInt,
    refresh_token_expires_at: t.optionalInt,
    /** Counts token sets; the condition of every write of tokens. */
    version: t.int,
    /** Who refreshes it, or began to and never ended; null where nobody does. */
    lease_owner: t.optionalText,
    /** Grows with every lease: an expired holder's write does not match. */
    lease_number: t.int,
    lease_until_ms: t.optionalInt,
    next_refresh_at: t.optionalInt,
    /** No refresh is tried before; set after a transient failure. */
    next_try_at: t.optionalInt,
    failure_code: t.optionalText,
    failure_count: t.int,
    connected_at: t.optionalInt,
    last_refreshed_at: t.optionalInt,
    author_id: t.inner(t.optionalText),
    author_label: t.inner(t.optionalText),
    author_email: t.inner(t.optionalText),
    /** When a list last had the connection checked at its provider. */
    validated_at: t.inner(t.optionalInt),
    created_at: t.inner(t.int),
    updated_at: t.inner(t.int),
    /** Whose budget a background refresh counts against: id of the authorization server, of a custom one with its workspace before it. */
    provider_key: t.optionalText,
    /** When a token was last read, about: written in batches, once per token set. */
    last_used_at: t.optionalInt,
    /** Since when nobody knows whether the provider carried out the last refresh; null where that is known. */
    outcome_unknown_at: t.optionalInt,
    /** Names authorization server and client as the provider sees them; null in rows of before 0012. */
    grant_party: t.optionalText,
    /** Whether the access token may have died with a refresh whose answer was lost. */
    access_token_doubtful: t.defaulted(t.named("doubtful", t.flag)),
    /** Since when, and when last, the provider refuses the refresh; null where it does not. */
    refused_since: t.inner(t.optionalInt),
    refused_at: t.inner(t.optionalInt),
    /** How many such refusals came while the client was known to work. */
    refused_count: t.defaulted(t.inner(t.int)),
    /** Number of its newest event. */
    event_count: t.defaulted(t.inner(t.int)),
    /** The client that it was granted to; null in rows of before 0066, and where it was never connected. */
    client_id: t.optionalText,
  },
  (part) => ({
    owner: part(["owner_kind", "user_id", "user_issuer", "user_id_claim"], toOwner),
    account: part(
      ["account_id", "account_email", "account_name"],
      (row): ConnectionAccount | null =>
        row.account_id === null
          ? null
          : { id: row.account_id, email: row.account_email, name: row.account_name },
    ),
    checkedAt: part(["validated_at"], (row) => row.validated_at),
    createdAt: part(["created_at"], (row) => row.created_at),
    /** Of a shared connection: who authorized it; null where that is not known. */
    author: part(
      ["author_id", "author_label", "author_email"],
      (row): AuthorizingOperator | null =>
        row.author_id === null
          ? null
          : { id: row.author_id, label: row.author_label ?? "", email: row.author_email },
    ),
    /** The refusals of the refresh that keep coming; null where none does. */
    refused: part(["refused_since", "refused_at", "refused_count"], (row): RefusalStreak | null => {
      const { refused_since: since, refused_at: lastAt, refused_count: count } = row;
      return since === null ? null : { since, lastAt: lastAt ?? since, count };
    }),
  }),
);

export type ConnectionRow = t.RowOf<typeof connections>;
