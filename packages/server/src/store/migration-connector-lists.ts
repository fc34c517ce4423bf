/** The statements of migration 0046: indexes by which a workspace's connectors are listed, and those of one OAuth client. */
export const connectorListStatements: readonly string[] = [
  "CREATE INDEX connectors_by_age ON connectors (workspace_id, created_at, connector_id)",
  "CREATE INDEX connectors_of_client ON connectors (oauth_client_id)",
];
