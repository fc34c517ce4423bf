/** Table authorizations: every column, once. A row is kept for a while after its consent ended. */
import { type Owner, type OwnerKind, toOwner } from "../owner.ts";
import * as t from "../table.ts";

export type AuthorizationProof = "browser_cookie" | "confirmation" | "app_completion";
export type AuthorizationPurpose = "connect" | "test";

/** The steps of a test, in their order. */
export const testStepNames = [
  "redirect_uri",
  "consent",
  "response",
  "code_exchange",
  "account",
  "scopes",
  "api_call",
  "revocation",
] as const;
export type TestStepName = (typeof testStepNames)[number];

/** What came of one step of a test. */
export interface TestStep {
  readonly name: TestStepName;
  /** `skipped`: it cannot be shown here, and `detail` says why. `not_run`: the test did not get there. */
  readonly result: "passed" | "failed" | "skipped" | "not_run";
  /** What was seen, in a sentence or two; null where the result says all. */
  readonly detail: string | null;
  /** Of a failure: what to do. */
  readonly remedy: string | null;
}

export type AuthorizationStatus = "pending" | "completed" | "failed";

/** The operator who authorizes a shared connection. */
export interface AuthorizingOperator {
  /** Stable, and never another operator's: its kind and its id, as in `key:key_ops`. */
  readonly id: string;
  /** How people know them. */
  readonly label: string;
  /** Null where they have none. */
  readonly email: string | null;
}

/** An error in the words of the provider, cleaned: they are data of a stranger. */
export interface ProviderWords {
  readonly code: string;
  readonly description: string | null;
}

export const authorizations = t.defineTable(
  {
    authorization_id: t.text,
    workspace_id: t.text,
    /** Null of a test: no app gets anything of it. */
    app_id: t.optionalText,
    connector_id: t.text,
    owner_kind: t.inner(t.word<OwnerKind>()),
    user_id: t.inner(t.text),
    /** As of a connection; always known. */
    user_issuer: t.defaulted(t.inner(t.text)),
    user_id_claim: t.defaulted(t.inner(t.text)),
    /** How the confirmation page names the user or operator. */
    user_label: t.text,
    status: t.word<AuthorizationStatus>(),
    error: t.optionalText,
    proof: t.word<AuthorizationProof>(),
    /** Hash of the connect link; null once the link was used. */
    link_hash: t.inner(t.optionalBytes),
    /** Hash of `state`; null before the browser leaves and once the answer came back. */
    state_hash: t.inner(t.optionalBytes),
    /** What those two were: the browser that used them finds its attempt by them. */
    used_link_hash: t.inner(t.optionalBytes),
    answered_state_hash: t.inner(t.optionalBytes),
    /** What the person was told of the failure; null where the error's title says all. */
    error_detail: t.optionalText,
    /** The provider's own error word and text, cleaned. */
    provider_error: t.inner(t.optionalText),
    provider_error_description: t.inner(t.optionalText),
    /** Hash of the cookie of the browser that must finish, or finished. */
    browser_hash: t.optionalBytes,
    /** Sealed PKCE code_verifier. */
    code_verifier: t.optionalBytes,
    /** What there is to choose from, and the grant that waits, without its tokens; sealed: choices.ts. */
    sealed_choice: t.optionalBytes,
    /** Hash of the nonce that was sent; null where none was, or a version that did not keep it sent it. */
    nonce_hash: t.optionalBytes,
    /** For completion by the app: the challenge it gave, and the hash of the code it must redeem. */
    completion_challenge: t.optionalText,
    completion_code_hash: t.optionalBytes,
    /** The provider's answer, sealed, until the app comes for it. */
    sealed_response: t.optionalBytes,
    /** When the app came for it, with all proofs. */
    redeemed_at: t.optionalInt,
    redirect_uri: t.text,
    return_url: t.optionalText,
    requested_scopes: t.scopeList,
    settings: t.map,
    expires_at: t.int,
    created_at: t.inner(t.int),
    finished_at: t.inner(t.optionalInt),
    /** Of a shared connection: the operator who started it. */
    author_id: t.inner(t.optionalText),
    author_email: t.inner(t.optionalText),
    /** Whether the consent may put another account in the place of the one that is connected. */
    replaces_account: t.defaulted(t.flag),
    /** The connect link, sealed, so that who asks again gets the same; null once it was used. */
    sealed_link: t.optionalBytes,
    /** BCP 47 tag of the language that the app wants the pages in; null: the browser says. */
    locale: t.optionalText,
    /** `test`: the flow is gone through once, and nothing is kept. */
    purpose: t.defaulted(t.word<AuthorizationPurpose>()),
    /** Of a test that ended: what came of each step. */
    steps: t.optional(t.encoded<readonly TestStep[]>(JSON.parse, JSON.stringify)),
    /** Until when the browser of an attempt that ended may begin another; null where it may not, or has. */
    restart_until: t.optionalInt,
    /** The operator's link by which it began; null where the app began it. */
    reconnect_link_id: t.optionalText,
    /** Whether it follows, at once or after others, one that was completed: it is about what that one left out. */
    grants_rest: t.defaulted(t.flag),
  },
  (part) => ({
    owner: part(
      ["owner_kind", "user_id", "user_issuer", "user_id_claim"],
      (row): Owner => toOwner(row),
    ),
    providerError: part(
      ["provider_error", "provider_error_description"],
      ({ provider_error: code, provider_error_description: description }): ProviderWords | null =>
        code === null ? null : { code, description },
    ),
    /** Whether a browser has used the connect link. */
    isDeparted: part(["used_link_hash"], (row) => row.used_link_hash !== null),
    /** Whether the provider's answer came back. */
    isAnswered: part(["answered_state_hash"], (row) => row.answered_state_hash !== null),
    createdAt: part(["created_at"], (row) => row.created_at),
    /** Null where the owner is a user. */
    author: part(["author_id", "user_label", "author_email"], (row): AuthorizingOperator | null =>
      row.author_id === null
        ? null
        : { id: row.author_id, label: row.user_label, email: row.author_email },
    ),
  }),
);

export type AuthorizationRow = t.RowOf<typeof authorizations>;
