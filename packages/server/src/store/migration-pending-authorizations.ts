/** What a user has under way is found at once: it is bounded at every start. */
export const pendingAuthorizationStatements: readonly string[] = [
  `CREATE INDEX authorizations_pending ON authorizations (app_id, user_id, created_at)
    WHERE status = 'pending'`,
];
