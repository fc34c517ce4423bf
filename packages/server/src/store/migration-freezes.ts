/** The statements of the migrations for frozen connections: what is frozen, and what is to be frozen when it is made. */

export function freezeStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `ALTER TABLE connections ADD COLUMN frozen_at ${int}`,
    "ALTER TABLE connections ADD COLUMN frozen_by TEXT",
    `CREATE TABLE freezes (
      freeze_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      filter TEXT NOT NULL,
      app_id TEXT,
      connector_id TEXT,
      integration_type TEXT,
      provider_id TEXT,
      owner_kind TEXT,
      user_id TEXT,
      user_issuer TEXT,
      actor_kind TEXT NOT NULL CHECK (actor_kind IN ('operator', 'workspace_key', 'server')),
      actor_id TEXT NOT NULL,
      actor_label TEXT NOT NULL,
      created_at ${int} NOT NULL
    ) ${strict}`,
    "CREATE UNIQUE INDEX freezes_by_filter ON freezes (workspace_id, filter)",
    "CREATE INDEX freezes_by_user ON freezes (workspace_id, user_id)",
    // Workspaces and apps on their way out: since when, and by which operation.
    `ALTER TABLE workspaces ADD COLUMN deleting_at ${int}`,
    "ALTER TABLE workspaces ADD COLUMN deleted_by TEXT",
    `ALTER TABLE apps ADD COLUMN deleting_at ${int}`,
    "ALTER TABLE apps ADD COLUMN deleted_by TEXT",
  ];
}

/** After the column is there for everybody: while an index is built readers go on. */
export const frozenIndexStatements: readonly string[] = [
  `CREATE INDEX connections_frozen ON connections (workspace_id, connection_id)
    WHERE frozen_at IS NOT NULL`,
];

/**
 * A table of its own in place of the columns of 0057: they are of a row that more than thirty indexes hold, each of which a
 * freeze wrote anew.
 */
export function marks({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    "DROP INDEX connections_frozen",
    `CREATE TABLE frozen_connections (
      connection_id TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
      workspace_id TEXT NOT NULL,
      frozen_at ${int} NOT NULL,
      frozen_by TEXT NOT NULL
    ) ${strict}`,
    `INSERT INTO frozen_connections (connection_id, workspace_id, frozen_at, frozen_by)
      SELECT connection_id, workspace_id, frozen_at, frozen_by FROM connections
      WHERE frozen_at IS NOT NULL AND frozen_by IS NOT NULL`,
    "CREATE INDEX frozen_connections_by ON frozen_connections (workspace_id, frozen_by)",
    "ALTER TABLE connections DROP COLUMN frozen_at",
    "ALTER TABLE connections DROP COLUMN frozen_by",
  ];
}
