/**
 * The statement of migration 0009: which scopes a workspace allows of an integration type. Connectors
 * hold no copy, as they do of the switches: no read of a token asks for it.
 */
export const allowedScopesStatements: readonly string[] = [
  "ALTER TABLE connector_governance ADD COLUMN allowed_scopes TEXT",
];
