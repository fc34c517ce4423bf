/**
 * The statements of migration 0012: what a grant is to the provider, and what a workspace says of its
 * OAuth clients. The column of rows that are there is filled when a grant is asked about
 * (service/revocation/rests-on.ts): only the catalogue knows the addresses.
 */
export function grantStatements({ int }: { readonly int: string }): readonly string[] {
  return [
    "ALTER TABLE connections ADD COLUMN grant_party TEXT",
    `CREATE INDEX connections_of_grant ON connections (grant_party, account_id)
      WHERE status = 'active'`,
    `ALTER TABLE oauth_clients ADD COLUMN used_by_other_servers ${int} NOT NULL DEFAULT 0
      CHECK (used_by_other_servers IN (0, 1))`,
    `ALTER TABLE oauth_clients ADD COLUMN preferred ${int} NOT NULL DEFAULT 0
      CHECK (preferred IN (0, 1))`,
    `CREATE UNIQUE INDEX oauth_clients_preferred ON oauth_clients (workspace_id, server_id)
      WHERE preferred = 1`,
  ];
}
