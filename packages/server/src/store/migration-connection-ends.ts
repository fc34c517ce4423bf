/**
 * Indexes by which the active connections of a workspace are found that end by themselves: at the end of their refresh
 * token, or of a token that nothing refreshes.
 */
export const connectionEndStatements: readonly string[] = [
  `CREATE INDEX connections_by_refresh_end
    ON connections (workspace_id, refresh_token_expires_at, connection_id)
    WHERE status = 'active' AND refresh_token_expires_at IS NOT NULL`,
  `CREATE INDEX connections_by_last_end
    ON connections (workspace_id, expires_at, connection_id)
    WHERE status = 'active' AND refresh_token IS NULL AND expires_at IS NOT NULL`,
];
