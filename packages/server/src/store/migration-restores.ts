/** The statements of the migration that makes room for what is known of backups that this database was restored from. */
export function restoreStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE restores (
      restore_id TEXT PRIMARY KEY,
      backup_made_at ${int} NOT NULL,
      restored_at ${int} NOT NULL,
      taken_over_at ${int}
    ) ${strict}`,
  ];
}
