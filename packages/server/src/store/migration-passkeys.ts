/**
 * The statements of migration 0039: passkeys of operators (WebAuthn), and the challenges that browsers are to answer. A passkey is
 * a public key: nothing in these tables opens anything.
 */
export function passkeyStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE passkeys (
      passkey_id TEXT PRIMARY KEY,
      operator_id TEXT NOT NULL REFERENCES operators,
      name TEXT NOT NULL,
      credential_id ${bytes} NOT NULL UNIQUE,
      public_key ${bytes} NOT NULL,
      sign_count ${int} NOT NULL,
      transports TEXT NOT NULL,
      created_at ${int} NOT NULL,
      last_used_at ${int}
    ) ${strict}`,
    "CREATE INDEX passkeys_of_operator ON passkeys (operator_id)",
    `CREATE TABLE passkey_challenges (
      challenge_hash ${bytes} PRIMARY KEY,
      purpose TEXT NOT NULL CHECK (purpose IN ('add', 'sign_in')),
      bound_hash ${bytes} NOT NULL,
      expires_at ${int} NOT NULL
    ) ${strict}`,
  ];
}
