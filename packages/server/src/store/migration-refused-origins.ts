/** The statements of the migration that keeps which origins were refused lately, for an operator to allow. */
export function refusedOriginStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE refused_origins (
      app_id TEXT NOT NULL REFERENCES apps,
      origin TEXT NOT NULL,
      first_at ${int} NOT NULL,
      last_at ${int} NOT NULL,
      PRIMARY KEY (app_id, origin)
    ) ${strict}`,
  ];
}
