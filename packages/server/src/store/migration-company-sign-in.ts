/** The statements of migration 0008: companies' identity providers, and who signs in by them. */
export function companySignInStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE sign_in_providers (
      workspace_id TEXT PRIMARY KEY REFERENCES workspaces,
      issuer TEXT NOT NULL,
      client_id TEXT NOT NULL,
      client_secret ${bytes} NOT NULL,
      default_role TEXT CHECK (default_role IN ('admin', 'member', 'viewer')),
      created_at ${int} NOT NULL,
      updated_at ${int} NOT NULL
    ) ${strict}`,
    // An email domain belongs to one workspace: the address alone says where to sign in.
    `CREATE TABLE sign_in_domains (
      domain TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES sign_in_providers
    ) ${strict}`,
    `CREATE INDEX sign_in_domains_of_workspace ON sign_in_domains (workspace_id)`,
    // They outlive their provider: an account that a company made stays that company's.
    `CREATE TABLE operator_identities (
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      issuer TEXT NOT NULL,
      subject TEXT NOT NULL,
      operator_id TEXT NOT NULL REFERENCES operators,
      created_at ${int} NOT NULL,
      PRIMARY KEY (workspace_id, issuer, subject),
      UNIQUE (workspace_id, issuer, operator_id)
    ) ${strict}`,
    `CREATE INDEX operator_identities_of_operator ON operator_identities (operator_id)`,
    `CREATE TABLE sign_in_attempts (
      state_hash ${bytes} PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      issuer TEXT NOT NULL,
      browser_hash ${bytes} NOT NULL,
      return_to TEXT NOT NULL,
      expires_at ${int} NOT NULL
    ) ${strict}`,
  ];
}
