/** Table revocations: every column, once. A grant that is taken back at its provider; afterwards, the receipt. */
import * as t from "../table.ts";

/** Why a grant is taken back. */
export type RevocationCause = "disconnected" | "account_replaced" | "not_kept" | "late_refresh";

export const revocations = t.defineTable({
  /** Counts them in the order in which they were queued. */
  position: t.defaulted(t.int),
  revocation_id: t.text,
  workspace_id: t.text,
  /** Empty where the grant was a test's, of no app. */
  app_id: t.text,
  /** Null where no connection came of the grant. */
  connection_id: t.optionalText,
  cause: t.word<RevocationCause>(),
  integration_type: t.text,
  server_id: t.text,
  oauth_client_id: t.text,
  /** Whose queue it stands in, as of connections. */
  provider_key: t.text,
  /** JSON of the workspace's own provider at that time; null where it was a built-in one. */
  provider_entry: t.optionalText,
  /** Settings and kept values, which say where the provider is; empty once it is done. */
  connection_config: t.map,
  grant_party: t.optionalText,
  /** Null where the account is not known, and once it is done. */
  account_id: t.optionalText,
  /** The tokens and the client's credentials, sealed; null once it is done. */
  sealed_grant: t.optionalBytes,
  /** When the access token ends; null where it does not. */
  expires_at: t.optionalInt,
  /** Whether tokens may have been issued that nobody here has seen. */
  outcome_unknown: t.flag,
  /** What became of it; null while it is queued. */
  result: t.optionalText,
  /** What became of each token. */
  tokens: t.map,
  tries: t.int,
  /** Why the last try failed. */
  failure_code: t.optionalText,
  /** When it is tried next. Whoever tries moves it on first, so that nobody else does. */
  next_try_at: t.optionalInt,
  /** Until then it is no revocation yet: the grant waits for a choice, and is taken back without one. */
  held_until: t.inner(t.optionalInt),
  /** Grows with every try that is begun: who comes too late changes nothing. */
  claim_number: t.int,
  created_at: t.int,
  ended_at: t.optionalInt,
});

export type RevocationRow = t.RowOf<typeof revocations>;
