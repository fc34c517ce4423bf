/**
 * The statements of the migration that gives users of apps a handle: also everybody who has a connection
 * or a consent under way. Connections of nobody known (no issuer) give none.
 */
import type { Engine } from "./engine.ts";

/** At least 120 random bits for each row, by the database itself. */
const newHandle = {
  sqlite: "'usr_' || lower(hex(randomblob(16)))",
  postgres: "'usr_' || replace(gen_random_uuid()::text, '-', '')",
} as const;

const identity = "app_id, user_id, user_issuer, user_id_claim";

export function appUserStatements(
  engine: Engine,
  { int, strict }: { readonly int: string; readonly strict: string },
): readonly string[] {
  return [
    `CREATE TABLE app_users (
      app_user_id TEXT PRIMARY KEY,
      app_id TEXT NOT NULL REFERENCES apps,
      user_id TEXT NOT NULL CHECK (user_id <> ''),
      user_issuer TEXT NOT NULL,
      user_id_claim TEXT NOT NULL,
      email TEXT,
      name TEXT,
      created_at ${int} NOT NULL,
      updated_at ${int} NOT NULL,
      UNIQUE (app_id, user_id, user_issuer, user_id_claim),
      CHECK ((user_issuer = '') = (user_id_claim = ''))
    ) ${strict}`,
    // An app's users are listed page by page in this order.
    "CREATE INDEX app_users_by_age ON app_users (app_id, created_at, app_user_id)",
    `INSERT INTO app_users (app_user_id, ${identity}, created_at, updated_at)
      SELECT ${newHandle[engine]}, ${identity}, MIN(created_at), MIN(created_at)
      FROM (
        SELECT ${identity}, created_at FROM connections
          WHERE owner_kind = 'user' AND user_issuer IS NOT NULL
        UNION ALL
        SELECT ${identity}, created_at FROM authorizations
          WHERE owner_kind = 'user' AND status = 'pending'
      ) AS known
      GROUP BY ${identity}`,
  ];
}
