/** The statements of the migration for tests of companies' identity providers. */
export function signInTestStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE sign_in_tests (
      sign_in_test_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      operator_id TEXT NOT NULL,
      issuer TEXT NOT NULL,
      state_hash ${bytes} UNIQUE,
      browser_hash ${bytes},
      steps TEXT NOT NULL,
      created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL,
      finished_at ${int}
    ) ${strict}`,
    "CREATE INDEX sign_in_tests_ending ON sign_in_tests (expires_at)",
  ];
}
