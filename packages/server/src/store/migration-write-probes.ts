/** The statements of migration 0017: what is written to see whether the database takes writes. */
export function writeProbeStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE write_probes (
      probe TEXT PRIMARY KEY,
      written_at ${int} NOT NULL
    ) ${strict}`,
  ];
}
