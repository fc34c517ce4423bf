/** Columns for refreshes whose answer was lost, and for refusals that keep coming. */
export function refusalStatements({ int }: { readonly int: string }): string[] {
  return [
    `ALTER TABLE connections ADD COLUMN access_token_doubtful ${int} NOT NULL DEFAULT 0
      CHECK (access_token_doubtful IN (0, 1))`,
    `ALTER TABLE connections ADD COLUMN refused_since ${int}`,
    `ALTER TABLE connections ADD COLUMN refused_at ${int}`,
    `ALTER TABLE connections ADD COLUMN refused_count ${int} NOT NULL DEFAULT 0`,
    // Tokens that nothing renews, by their end: their owners are told before.
    `CREATE INDEX connections_ending_unrenewed ON connections (expires_at)
      WHERE refresh_token IS NULL AND expires_at IS NOT NULL AND status = 'active'`,
  ];
}
