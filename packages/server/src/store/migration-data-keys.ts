/**
 * Values are sealed with data keys, which root keys wrap: a root key is in a state, and its uses are counted no
 * more. What was sealed with it before still opens with it (`check_format` 1).
 */
export function dataKeyStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE data_keys (
      data_key_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('staged', 'primary', 'deprecated')),
      root_key_id TEXT NOT NULL,
      wrapped_key ${bytes} NOT NULL,
      created_at ${int} NOT NULL,
      changed_at ${int} NOT NULL
    ) ${strict}`,
    "CREATE INDEX data_keys_of_workspace ON data_keys (workspace_id)",
    "CREATE INDEX data_keys_changed ON data_keys (changed_at)",
    "CREATE UNIQUE INDEX data_keys_primary ON data_keys (workspace_id) WHERE state = 'primary'",
    `CREATE TABLE key_holders (
      process_id TEXT PRIMARY KEY,
      root_keys TEXT NOT NULL,
      staged_keys TEXT NOT NULL,
      seen_at ${int} NOT NULL
    ) ${strict}`,
    "ALTER TABLE encryption_keys ADD COLUMN state TEXT NOT NULL DEFAULT 'deprecated'",
    `ALTER TABLE encryption_keys ADD COLUMN check_format ${int} NOT NULL DEFAULT 1`,
    `ALTER TABLE encryption_keys ADD COLUMN changed_at ${int} NOT NULL DEFAULT 0`,
    "ALTER TABLE encryption_keys DROP COLUMN seals_reserved",
    "CREATE UNIQUE INDEX encryption_keys_primary ON encryption_keys (state) WHERE state = 'primary'",
  ];
}
