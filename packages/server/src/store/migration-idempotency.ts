/** The statements of the migration by which a call that creates can be sent again: its key, and what was answered. */
export function idempotencyStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE idempotency_keys (
      scope_hash ${bytes} PRIMARY KEY,
      fingerprint TEXT NOT NULL,
      status ${int},
      sealed_answer ${bytes},
      expires_at ${int} NOT NULL
    ) ${strict}`,
    "CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at)",
  ];
}
