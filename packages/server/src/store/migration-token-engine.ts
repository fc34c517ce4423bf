/** What the token engine keeps: whose budget, what is in use, and what happened. */
export function tokenEngineStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): string[] {
  return [
    "ALTER TABLE connections ADD COLUMN provider_key TEXT",
    `ALTER TABLE connections ADD COLUMN last_used_at ${int}`,
    `ALTER TABLE connections ADD COLUMN outcome_unknown_at ${int}`,
    `UPDATE connections SET provider_key = (
      SELECT CASE WHEN providers.provider_id IS NULL THEN oauth_clients.server_id
        ELSE connectors.workspace_id || '/' || oauth_clients.server_id END
      FROM connectors
      JOIN oauth_clients ON oauth_clients.oauth_client_id = connectors.oauth_client_id
      LEFT JOIN providers ON providers.workspace_id = connectors.workspace_id
        AND providers.provider_id = oauth_clients.server_id
      WHERE connectors.connector_id = connections.connector_id
    )`,
    "DROP INDEX connections_due",
    `CREATE INDEX connections_due ON connections (provider_key, next_refresh_at)
      WHERE next_refresh_at IS NOT NULL`,
    `CREATE INDEX connections_ending ON connections (refresh_token_expires_at)
      WHERE refresh_token_expires_at IS NOT NULL`,
    `CREATE TABLE renewal_budgets (
      provider_key TEXT PRIMARY KEY,
      second_at ${int} NOT NULL,
      used ${int} NOT NULL
    ) ${strict}`,
    `INSERT INTO renewal_budgets (provider_key, second_at, used)
      SELECT DISTINCT provider_key, 0, 0 FROM connections WHERE provider_key IS NOT NULL`,
    `CREATE TABLE events (
      event_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      app_id TEXT NOT NULL REFERENCES apps,
      connection_id TEXT NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      occasion ${int} NOT NULL,
      created_at ${int} NOT NULL,
      UNIQUE (connection_id, type, occasion)
    ) ${strict}`,
    "CREATE INDEX events_by_age ON events (workspace_id, created_at, event_id)",
  ];
}
