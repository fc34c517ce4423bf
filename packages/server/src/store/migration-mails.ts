/** The statements of the migration for messages that are to be sent. */
export function mailStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE mails (
      mail_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      kind TEXT NOT NULL CHECK (kind IN ('invitation', 'password_reset')),
      entry_link_id TEXT NOT NULL,
      recipient_hash ${bytes} NOT NULL,
      sealed_message ${bytes},
      status TEXT NOT NULL,
      tries ${int} NOT NULL,
      next_try_at ${int},
      claim_number ${int} NOT NULL,
      created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL,
      ended_at ${int}
    ) ${strict}`,
    "CREATE INDEX mails_due ON mails (next_try_at) WHERE next_try_at IS NOT NULL",
    "CREATE INDEX mails_by_workspace ON mails (workspace_id, created_at)",
    "CREATE INDEX mails_by_recipient ON mails (recipient_hash, created_at)",
    "CREATE INDEX mails_by_age ON mails (created_at)",
  ];
}
