/**
 * How many connections of connectors work now is read from one index alone, whatever else the table has: those with something
 * to refresh them by apart from those without, each by their end. `status` stands in it so that SQLite sees that the index
 * holds all that is asked. And of an operation, whether all that it is about was counted.
 */
export function liveCountStatements({ int }: { readonly int: string }): readonly string[] {
  return [
    `CREATE INDEX connections_alive ON connections (workspace_id, connector_id, owner_kind,
      (CASE WHEN refresh_token IS NULL THEN 1 ELSE 0 END), (COALESCE(expires_at, 9007199254740991)),
      app_id, status, connection_id)
      WHERE status = 'active'`,
    // With the columns that say the same in all of it, for the same reason.
    "DROP INDEX connections_by_last_end",
    `CREATE INDEX connections_by_last_end
      ON connections (workspace_id, expires_at, connection_id, refresh_token, status)
      WHERE status = 'active' AND refresh_token IS NULL AND expires_at IS NOT NULL`,
    `ALTER TABLE operations ADD COLUMN at_least ${int} NOT NULL DEFAULT 0`,
  ];
}
