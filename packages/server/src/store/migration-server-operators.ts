/**
 * The statements of the migration that puts somebody above workspaces: who answers for the whole server, and
 * which workspaces are frozen. Of a database that was there before, the account that the server's set-up link
 * made answers for it, where it still owns a workspace; else nobody does until whoever runs the machine says who.
 */
export function serverOperatorStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE server_operators (
      operator_id TEXT PRIMARY KEY REFERENCES operators (operator_id),
      added_by TEXT NOT NULL,
      created_at ${int} NOT NULL
    ) ${strict}`,
    `INSERT INTO server_operators (operator_id, added_by, created_at)
      SELECT operators.operator_id, 'set-up link', operators.created_at FROM operators
      WHERE operators.proven_at IS NOT NULL
        AND EXISTS (
          SELECT 1 FROM memberships
          WHERE memberships.operator_id = operators.operator_id AND memberships.role = 'owner'
        )
        AND EXISTS (
          SELECT 1 FROM audit_records
          WHERE audit_records.target_kind = 'operator'
            AND audit_records.target_id = operators.operator_id
            AND audit_records.action = 'member.added'
            AND audit_records.actor_id = operators.operator_id
            AND audit_records.recorded_at - operators.created_at <= ${madeTogetherSeconds}
            AND audit_records.details LIKE '%"by":"set-up link"%'
        )
      ORDER BY operators.created_at, operators.operator_id
      LIMIT 1`,
    `ALTER TABLE workspaces ADD COLUMN frozen_at ${int}`,
    "ALTER TABLE workspaces ADD COLUMN frozen_by TEXT",
    "ALTER TABLE workspaces ADD COLUMN frozen_reason TEXT",
    // All workspaces of the server are listed page by page in this order.
    "CREATE INDEX workspaces_by_age ON workspaces (created_at, workspace_id)",
  ];
}

/** The first account and its memberships are made in one transaction. */
const madeTogetherSeconds = 5;
