/** The statements of the migration that makes room for the latest time that was shown. */
export function clockMarkStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE clock_marks (
      clock TEXT PRIMARY KEY,
      shown_at_ms ${int} NOT NULL
    ) ${strict}`,
  ];
}
