/** Table revocations. The conventions are those of schema.ts. */
import type { Generated, Selectable } from "kysely";

/** Why a grant is taken back. */
export type RevocationCause = "disconnected" | "account_replaced" | "not_kept" | "late_refresh";

/** A grant that is taken back at its provider; afterwards, the receipt. */
export interface RevocationTable {
  /** Counts them in the order in which they were queued. */
  position: Generated<number>;
  revocation_id: string;
  workspace_id: string;
  app_id: string;
  /** Null where no connection came of the grant. */
  connection_id: string | null;
  cause: RevocationCause;
  integration_type: string;
  server_id: string;
  oauth_client_id: string;
  /** Whose queue it stands in, as of connections. */
  provider_key: string;
  /** JSON of the workspace's own provider at that time; null where it was a built-in one. */
  provider_entry: string | null;
  /** JSON map: settings and kept values, which say where the provider is; `{}` once it is done. */
  connection_config: string;
  grant_party: string | null;
  /** Null where the account is not known, and once it is done. */
  account_id: string | null;
  /** The tokens and the client's credentials, sealed; null once it is done. */
  sealed_grant: Uint8Array | null;
  /** When the access token ends; null where it does not. */
  expires_at: number | null;
  /** 1 where tokens may have been issued that nobody here has seen. */
  outcome_unknown: number;
  /** What became of it; null while it is queued. */
  result: string | null;
  /** JSON map: what became of each token. */
  tokens: string;
  tries: number;
  /** Why the last try failed. */
  failure_code: string | null;
  /** When it is tried next. Whoever tries moves it on first, so that nobody else does. */
  next_try_at: number | null;
  /** Until then it is no revocation yet: the grant waits for a choice, and is taken back without one. */
  held_until: Generated<number | null>;
  /** Grows with every try that is begun: who comes too late changes nothing. */
  claim_number: number;
  created_at: number;
  ended_at: number | null;
}

export type RevocationRow = Selectable<RevocationTable>;
