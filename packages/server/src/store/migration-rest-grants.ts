/** The statement of migration 0051: whether an attempt is about what a completed one before it left out. */
export function restGrantStatements({ int }: { readonly int: string }): readonly string[] {
  return [`ALTER TABLE authorizations ADD COLUMN grants_rest ${int} NOT NULL DEFAULT 0`];
}
