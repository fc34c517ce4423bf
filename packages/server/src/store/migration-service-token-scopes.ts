/**
 * The statements of migration 0043: what a service token may do, with which connectors, when it was last used, and how its
 * secret begins. Those of before go on with everything, and say that nothing is known of their use.
 */
export const serviceTokenScopeStatements = ({ int }: { readonly int: string }): string[] => [
  "ALTER TABLE service_tokens ADD COLUMN scopes TEXT",
  "ALTER TABLE service_tokens ADD COLUMN connector_ids TEXT",
  `ALTER TABLE service_tokens ADD COLUMN last_used_at ${int}`,
  "ALTER TABLE service_tokens ADD COLUMN prefix TEXT",
];
