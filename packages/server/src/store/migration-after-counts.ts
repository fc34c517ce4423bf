/**
 * What 0053 leaves to be done at once, the indexes that it replaces. DROP INDEX takes the table for itself alone until the
 * transaction ends: before an index that is built in the same one, no token could be read until that is done; after it, it
 * would wait for those whose writes wait for it.
 */
export const afterCountStatements: readonly string[] = [
  // Nothing has gone by it since connections_alive is there.
  "DROP INDEX connections_ending_by_workspace",
  "DROP INDEX connections_failing",
  "DROP INDEX connections_in_doubt",
];
