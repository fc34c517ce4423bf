/** An index of apps' own connections that must be connected again: one is found beside any number of users' own. */
export const sharedEndedStatements: readonly string[] = [
  `CREATE INDEX connections_shared_ended
    ON connections (workspace_id, connector_id, app_id, reason, status_since)
    WHERE status = 'needs_reauth' AND owner_kind = 'app'`,
];
