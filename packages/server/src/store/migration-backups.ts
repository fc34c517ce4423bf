/** The statements of the migration that makes room for what is known of the last backup. */
export function backupStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE backups (
      backup TEXT PRIMARY KEY,
      made_at ${int} NOT NULL,
      size_bytes ${int} NOT NULL,
      sealed ${int} NOT NULL
    ) ${strict}`,
  ];
}
