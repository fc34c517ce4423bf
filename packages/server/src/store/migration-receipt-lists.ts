/** The statements of migration 0050: indexes by which a workspace's revocations of one status are listed, the newest first. */
export const receiptListStatements: readonly string[] = [
  "CREATE INDEX revocations_queued ON revocations (workspace_id, position) WHERE result IS NULL",
  "CREATE INDEX revocations_ended ON revocations (workspace_id, position) WHERE result IS NOT NULL",
  "CREATE INDEX revocations_failed ON revocations (workspace_id, position) WHERE result = 'failed'",
];
