/**
 * The statements of migration 0035: what of a workspace's attention somebody has set aside, and indexes by which
 * connections that need somebody are found and counted without those that do not.
 */
export function attentionStatements(words: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  const { int, strict } = words;
  return [
    `CREATE TABLE ignored_attention (
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      attention_id TEXT NOT NULL,
      ignored_until ${int} NOT NULL,
      PRIMARY KEY (workspace_id, attention_id)
    ) ${strict}`,
    "DROP INDEX connections_by_state",
    `CREATE INDEX connections_by_state
      ON connections (workspace_id, app_id, connector_id, owner_kind, status)`,
    `CREATE INDEX connections_ended
      ON connections (workspace_id, connector_id, app_id, owner_kind, reason, status_since)
      WHERE status = 'needs_reauth'`,
    `CREATE INDEX connections_failing
      ON connections (workspace_id, connector_id, failure_code, failure_count, outcome_unknown_at,
        expires_at, last_refreshed_at, connected_at)
      WHERE status = 'active' AND failure_code IS NOT NULL`,
    `CREATE INDEX connections_in_doubt
      ON connections (workspace_id, connector_id, outcome_unknown_at, expires_at)
      WHERE status = 'active' AND outcome_unknown_at IS NOT NULL`,
    `CREATE INDEX connections_ending_by_workspace
      ON connections (workspace_id, connector_id, expires_at)
      WHERE status = 'active' AND refresh_token IS NULL AND expires_at IS NOT NULL`,
  ];
}
