/**
 * The statements of migration 0010: links that set a new password. SQLite changes no CHECK, so the
 * table is made anew, with what stands in it.
 */
export function passwordResetStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  const kept =
    "entry_link_id, kind, token_hash, workspace_id, role, email, invited_by, created_at, expires_at, used_at";
  return [
    `CREATE TABLE entry_links_with_resets (
      entry_link_id TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation', 'reset')),
      token_hash ${bytes} NOT NULL UNIQUE,
      workspace_id TEXT REFERENCES workspaces,
      role TEXT CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
      email TEXT,
      invited_by TEXT,
      operator_id TEXT REFERENCES operators,
      made_by TEXT REFERENCES operators,
      ends_second_factor ${int} NOT NULL DEFAULT 0 CHECK (ends_second_factor IN (0, 1)),
      created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL,
      used_at ${int},
      CHECK ((kind = 'invitation') = (email IS NOT NULL)),
      CHECK (kind <> 'invitation' OR (workspace_id IS NOT NULL AND role IS NOT NULL)),
      CHECK ((kind = 'reset') = (operator_id IS NOT NULL)),
      CHECK (kind <> 'reset' OR ((workspace_id IS NULL) = (made_by IS NULL)
        AND (workspace_id IS NULL) = (role IS NULL))),
      CHECK (ends_second_factor = 0 OR (kind = 'reset' AND workspace_id IS NULL))
    ) ${strict}`,
    `INSERT INTO entry_links_with_resets (${kept}) SELECT ${kept} FROM entry_links`,
    "DROP TABLE entry_links",
    "ALTER TABLE entry_links_with_resets RENAME TO entry_links",
  ];
}
