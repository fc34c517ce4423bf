/**
 * The statements of migration 0054: what 0052 and 0053 leave to be done at once. DROP INDEX and ALTER TABLE take the table
 * for themselves alone until the transaction ends: before an index that is built in the same one, no token could be read
 * until that is done; after it, they would wait for those whose writes wait for it.
 */
export function afterCountStatements({ int }: { readonly int: string }): readonly string[] {
  return [
    // Of an operation, whether all that it is about was counted.
    `ALTER TABLE operations ADD COLUMN at_least ${int} NOT NULL DEFAULT 0`,
    "DROP INDEX connections_by_last_end",
    // Nothing has gone by it since connections_alive is there.
    "DROP INDEX connections_ending_by_workspace",
    "DROP INDEX connections_failing",
    "DROP INDEX connections_in_doubt",
  ];
}
