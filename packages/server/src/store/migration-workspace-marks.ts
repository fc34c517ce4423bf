/**
 * What a workspace is for, and how its keys are told apart. A workspace of before counts as production, and so does one of which
 * nobody says anything: the mark ends nothing, it has people asked once more before they end something. Of keys of before
 * nobody knows how their secrets begin, nor who made them.
 */
export const workspaceMarkStatements: readonly string[] = [
  `ALTER TABLE workspaces ADD COLUMN environment TEXT NOT NULL DEFAULT 'production'
    CHECK (environment IN ('development', 'staging', 'production'))`,
  "ALTER TABLE workspace_keys ADD COLUMN prefix TEXT",
  "ALTER TABLE workspace_keys ADD COLUMN made_by TEXT",
];
