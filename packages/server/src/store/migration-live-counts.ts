/**
 * How many connections of connectors work now is read from one index alone, whatever else the table has: those with something
 * to refresh them by apart from those without, each by their end. `status` stands in it so that SQLite sees that the index
 * holds all that is asked. While an index is built rows are read and not written; what makes readers wait, too, is in
 * `migration-after-counts.ts`.
 */
export const liveCountStatements: readonly string[] = [
  `CREATE INDEX connections_alive ON connections (workspace_id, connector_id, owner_kind,
    (CASE WHEN refresh_token IS NULL THEN 1 ELSE 0 END), (COALESCE(expires_at, 9007199254740991)),
    app_id, status, connection_id)
    WHERE status = 'active'`,
  // In place of connections_by_last_end, with the columns that say the same in all of it, for the same reason.
  `CREATE INDEX connections_last_ends
    ON connections (workspace_id, expires_at, connection_id, refresh_token, status)
    WHERE status = 'active' AND refresh_token IS NULL AND expires_at IS NOT NULL`,
];
