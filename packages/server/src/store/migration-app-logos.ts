/** The statements of migration 0049: the logo of an app, gone with it. Its version stands at the app as well. */
export function appLogoStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    "ALTER TABLE apps ADD COLUMN logo_version TEXT",
    `CREATE TABLE app_logos (
      app_id TEXT PRIMARY KEY REFERENCES apps ON DELETE CASCADE,
      version TEXT NOT NULL,
      media_type TEXT NOT NULL,
      content ${bytes} NOT NULL,
      created_at ${int} NOT NULL
    ) ${strict}`,
  ];
}
