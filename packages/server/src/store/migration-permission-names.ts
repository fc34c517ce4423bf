/**
 * The statements of migration 0044: permissions were cut finer. A key, a command line or a sign-in under way that was given an
 * older scope keeps what it could do by it.
 */
const tables = ["workspace_keys", "personal_keys", "cli_grants", "device_authorizations"] as const;

/** What is now allowed by a scope of its own, by the scope that allowed it before. */
const now = [
  ["apps:write", ["connections:write"]],
  ["workspace:write", ["connections:revoke", "workspace:own"]],
] as const;

export const permissionNameStatements: readonly string[] = tables.flatMap((table) => [
  ...now.map(
    ([before, besides]) =>
      `UPDATE ${table} SET scopes = REPLACE(scopes, '"${before}"', '${[before, ...besides].map((scope) => `"${scope}"`).join(",")}')
        WHERE scopes LIKE '%"${before}"%'`,
  ),
  // Connections, events and operations are seen by the scope that shows apps.
  `UPDATE ${table} SET scopes = REPLACE(scopes, '"workspace:read"', '"workspace:read","apps:read"')
    WHERE scopes LIKE '%"workspace:read"%' AND scopes NOT LIKE '%"apps:read"%'`,
]);
