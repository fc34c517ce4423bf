/**
 * Indexes by which connections that need somebody are counted by connector. Each holds these alone, with all that is asked of
 * them: those without a refresh token apart, as they may be over, and in the order in which they are counted. While one is
 * built rows are read and not written; the ones that they replace go afterwards (`migration-after-counts.ts`).
 */
const without = "(CASE WHEN refresh_token IS NULL THEN 1 ELSE 0 END)";
const end = "(COALESCE(expires_at, 9007199254740991))";

export const connectorCountStatements: readonly string[] = [
  `CREATE INDEX connections_refresh_ends
    ON connections (workspace_id, connector_id, ${without}, refresh_token_expires_at, status)
    WHERE status = 'active' AND refresh_token_expires_at IS NOT NULL`,
  `CREATE INDEX connections_failures
    ON connections (workspace_id, connector_id, ${without}, failure_code, ${end},
      (COALESCE(last_refreshed_at, connected_at)), failure_count, outcome_unknown_at, status)
    WHERE status = 'active' AND failure_code IS NOT NULL AND outcome_unknown_at IS NULL
      AND (failure_code = 'connector_misconfigured' OR failure_count > 1)`,
  `CREATE INDEX connections_doubts
    ON connections (workspace_id, connector_id, ${without}, outcome_unknown_at, ${end}, status)
    WHERE status = 'active' AND outcome_unknown_at IS NOT NULL`,
];
