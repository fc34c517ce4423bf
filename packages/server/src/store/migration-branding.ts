/**
 * The statements of migration 0030: how an app shows itself on the connect pages. No two apps of a server have
 * display names that look alike; apps of before have none.
 */
export const brandingStatements: readonly string[] = [
  ...["display_name", "display_name_key", "color", "support_url", "privacy_url"].map(
    (column) => `ALTER TABLE apps ADD COLUMN ${column} TEXT`,
  ),
  "CREATE UNIQUE INDEX apps_display_name ON apps (display_name_key)",
];
