/**
 * The statements of the migration that makes table revocations: the grants that are taken back at
 * their providers. A row outlives the connection it came of, and is its receipt.
 */
export function revocationStatements(words: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
  /** The type of a primary key that counts by itself. */
  readonly counted: string;
}): readonly string[] {
  const { bytes, counted, int, strict } = words;
  return [
    `CREATE TABLE revocations (
      position ${counted},
      revocation_id TEXT NOT NULL UNIQUE,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      app_id TEXT NOT NULL,
      connection_id TEXT,
      cause TEXT NOT NULL
        CHECK (cause IN ('disconnected', 'account_replaced', 'not_kept', 'late_refresh')),
      integration_type TEXT NOT NULL,
      server_id TEXT NOT NULL,
      oauth_client_id TEXT NOT NULL,
      provider_key TEXT NOT NULL,
      provider_entry TEXT,
      connection_config TEXT NOT NULL,
      grant_party TEXT,
      account_id TEXT,
      sealed_grant ${bytes},
      expires_at ${int},
      outcome_unknown ${int} NOT NULL CHECK (outcome_unknown IN (0, 1)),
      result TEXT,
      tokens TEXT NOT NULL,
      tries ${int} NOT NULL,
      failure_code TEXT,
      next_try_at ${int},
      claim_number ${int} NOT NULL,
      created_at ${int} NOT NULL,
      ended_at ${int},
      CHECK ((result IS NULL) = (sealed_grant IS NOT NULL)),
      CHECK ((result IS NULL) = (next_try_at IS NOT NULL))
    ) ${strict}`,
    `CREATE INDEX revocations_due ON revocations (provider_key, next_try_at)
      WHERE next_try_at IS NOT NULL`,
    "CREATE INDEX revocations_of_connection ON revocations (connection_id, position)",
    "CREATE INDEX revocations_of_workspace ON revocations (workspace_id, position)",
    "CREATE INDEX revocations_by_end ON revocations (ended_at) WHERE ended_at IS NOT NULL",
  ];
}
