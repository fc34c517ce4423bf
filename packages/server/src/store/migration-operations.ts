/** The statements of the migration for operations: what is done to many connections in the background. */
export function operationStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE operations (
      operation_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      kind TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'canceled')),
      filter TEXT NOT NULL,
      total ${int} NOT NULL,
      done ${int} NOT NULL,
      failed ${int} NOT NULL,
      after_id TEXT NOT NULL,
      actor_kind TEXT NOT NULL CHECK (actor_kind IN ('operator', 'workspace_key', 'server')),
      actor_id TEXT NOT NULL,
      actor_label TEXT NOT NULL,
      next_step_at ${int},
      claim_number ${int} NOT NULL,
      created_at ${int} NOT NULL,
      finished_at ${int}
    ) ${strict}`,
    `CREATE INDEX operations_of_workspace
      ON operations (workspace_id, created_at, operation_id)`,
    "CREATE INDEX operations_due ON operations (next_step_at) WHERE next_step_at IS NOT NULL",
    `CREATE TABLE operation_receipts (
      operation_id TEXT NOT NULL REFERENCES operations ON DELETE CASCADE,
      connection_id TEXT NOT NULL,
      app_id TEXT NOT NULL,
      integration_type TEXT NOT NULL,
      result TEXT NOT NULL,
      revocation_id TEXT,
      failure_code TEXT,
      done_at ${int} NOT NULL,
      PRIMARY KEY (operation_id, connection_id)
    ) ${strict}`,
  ];
}
