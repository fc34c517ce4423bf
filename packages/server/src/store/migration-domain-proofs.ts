/**
 * The statements of migration 0018: email domains of companies' sign-in are claimed by any workspace, and
 * proven by one. What was merely declared before is a claim; a bootstrap file proves its own anew.
 */
export function domainProofStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE sign_in_domain_claims (
      workspace_id TEXT NOT NULL REFERENCES sign_in_providers,
      domain TEXT NOT NULL,
      proven_by TEXT CHECK (proven_by IN ('dns', 'server')),
      proven_at ${int},
      PRIMARY KEY (workspace_id, domain),
      CHECK ((proven_by IS NULL) = (proven_at IS NULL))
    ) ${strict}`,
    `INSERT INTO sign_in_domain_claims (workspace_id, domain)
      SELECT workspace_id, domain FROM sign_in_domains`,
    "DROP TABLE sign_in_domains",
    "ALTER TABLE sign_in_domain_claims RENAME TO sign_in_domains",
    // The address alone says where to sign in.
    `CREATE UNIQUE INDEX sign_in_domains_proven ON sign_in_domains (domain)
      WHERE proven_by IS NOT NULL`,
  ];
}
