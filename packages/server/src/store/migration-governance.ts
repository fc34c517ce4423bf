/**
 * The statements of migration 0007: what a workspace allows per integration type. The switches stand
 * in each connector, too, so that the read of a token finds them in the row it reads anyway.
 */
export function governanceStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  const isSwitch = (column: string) => `${int} NOT NULL DEFAULT 1 CHECK (${column} IN (0, 1))`;
  return [
    `CREATE TABLE connector_governance (
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      integration_type TEXT NOT NULL,
      builder_enabled ${isSwitch("builder_enabled")},
      per_user_enabled ${isSwitch("per_user_enabled")},
      updated_at ${int} NOT NULL,
      PRIMARY KEY (workspace_id, integration_type)
    ) ${strict}`,
    `ALTER TABLE connectors ADD COLUMN builder_enabled ${isSwitch("builder_enabled")}`,
    `ALTER TABLE connectors ADD COLUMN per_user_enabled ${isSwitch("per_user_enabled")}`,
  ];
}
