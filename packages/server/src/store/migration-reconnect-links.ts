/**
 * The statements of the migration for links by which people connect an account again: one per connection, gone
 * with it. An attempt that begins by one names it.
 */
export function reconnectLinkStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE reconnect_links (
      connection_id TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
      reconnect_link_id TEXT NOT NULL UNIQUE,
      link_hash ${bytes} NOT NULL UNIQUE,
      account_id TEXT NOT NULL,
      expires_at ${int} NOT NULL,
      used_at ${int},
      created_at ${int} NOT NULL
    ) ${strict}`,
    "CREATE INDEX reconnect_links_ending ON reconnect_links (expires_at)",
    "ALTER TABLE authorizations ADD COLUMN reconnect_link_id TEXT",
    `CREATE INDEX authorizations_of_reconnect_link ON authorizations (reconnect_link_id)
      WHERE reconnect_link_id IS NOT NULL`,
  ];
}
