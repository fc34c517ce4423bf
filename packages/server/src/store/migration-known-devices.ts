/**
 * The statements of migration 0021: the browsers that an account has signed in with, and the pair that a
 * used refresh token of a command line was exchanged for, while an answer that was lost may be asked for.
 */
export function knownDeviceStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE operator_devices (
      device_hash ${bytes} PRIMARY KEY,
      operator_id TEXT NOT NULL REFERENCES operators,
      created_at ${int} NOT NULL,
      last_used_at ${int} NOT NULL
    ) ${strict}`,
    "CREATE INDEX operator_devices_of_operator ON operator_devices (operator_id, last_used_at)",
    `ALTER TABLE cli_tokens ADD COLUMN exchanged_for ${bytes}`,
  ];
}
