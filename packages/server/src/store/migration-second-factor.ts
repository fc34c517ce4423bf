/** The statements of the migration by which a workspace can demand a second factor. No workspace of before does. */
export const secondFactorStatements: readonly string[] = [
  `ALTER TABLE workspaces ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'optional'
    CHECK (second_factor IN ('optional', 'required'))`,
];
