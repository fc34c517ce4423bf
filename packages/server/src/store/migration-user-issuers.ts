/**
 * A user is (issuer, user id claim, user id): the same id of two identity providers is two users. What
 * was connected before belongs to the app's one provider, or to none where the app has none. Where it
 * has several, nobody knows whose it is: it gets no issuer (NULL, which equals nothing) and waits for an
 * operator.
 */
import type { Engine } from "./engine.ts";

/** The columns of the table before. */
const kept = `connection_id, workspace_id, app_id, connector_id, owner_kind, user_id, status, reason,
  status_since, requested_scopes, granted_scopes, account_id, account_email, account_name,
  connection_config, access_token, refresh_token, token_type, expires_at, lifetime_seconds,
  refresh_token_expires_at, version, lease_owner, lease_number, lease_until_ms, next_refresh_at,
  next_try_at, failure_code, failure_count, connected_at, last_refreshed_at, created_at, updated_at,
  provider_key, last_used_at, outcome_unknown_at, author_id, author_label, author_email, validated_at, grant_party`;

const owned = "UNIQUE (connector_id, app_id, owner_kind, user_id, user_issuer, user_id_claim)";
const checks = [
  "CHECK (owner_kind = 'user' OR (user_issuer IS NOT NULL AND user_issuer = ''))",
  "CHECK ((user_issuer IS NULL OR user_issuer = '') = (user_id_claim = ''))",
];

/** What an app's users are keyed by where nobody names an issuer: '' without a provider, NULL with several. */
function appStatements(engine: Engine): readonly string[] {
  const [each, field] =
    engine === "sqlite"
      ? ["json_each(apps.identity_providers) AS p", (name: string) => `p.value->>'$.${name}'`]
      : ["json_array_elements(apps.identity_providers::json) AS p", (n: string) => `p->>'${n}'`];
  const pairs = `SELECT DISTINCT ${field("issuer")} AS issuer,
    COALESCE(${field("user_id_claim")}, 'sub') AS claim FROM ${each}`;
  const only = (column: string) => `CASE (SELECT COUNT(*) FROM (${pairs}) AS pairs)
    WHEN 0 THEN '' WHEN 1 THEN (SELECT MIN(${column}) FROM (${pairs}) AS pairs) END`;
  return [
    "ALTER TABLE apps ADD COLUMN user_issuer TEXT",
    "ALTER TABLE apps ADD COLUMN user_id_claim TEXT",
    `UPDATE apps SET user_issuer = ${only("issuer")}, user_id_claim = ${only("claim")}`,
  ];
}

const ofApp = (column: string, table: string) =>
  `(SELECT apps.${column} FROM apps WHERE apps.app_id = ${table}.app_id)`;

/** Whoever is on their way to a provider at this moment, in an app with several, begins again. */
const authorizationStatements = [
  "ALTER TABLE authorizations ADD COLUMN user_issuer TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE authorizations ADD COLUMN user_id_claim TEXT NOT NULL DEFAULT ''",
  `DELETE FROM authorizations WHERE owner_kind = 'user'
    AND ${ofApp("user_issuer", "authorizations")} IS NULL`,
  `UPDATE authorizations SET user_issuer = ${ofApp("user_issuer", "authorizations")},
    user_id_claim = ${ofApp("user_id_claim", "authorizations")} WHERE owner_kind = 'user'`,
];

const issuerOf = `CASE owner_kind WHEN 'app' THEN '' ELSE ${ofApp("user_issuer", "connections")} END`;
const claimOf = `CASE owner_kind WHEN 'app' THEN ''
  ELSE COALESCE(${ofApp("user_id_claim", "connections")}, '') END`;

const onPostgres = [
  "ALTER TABLE connections ADD COLUMN user_issuer TEXT",
  "ALTER TABLE connections ADD COLUMN user_id_claim TEXT NOT NULL DEFAULT ''",
  `UPDATE connections SET user_issuer = ${issuerOf}, user_id_claim = ${claimOf}`,
  "ALTER TABLE connections DROP CONSTRAINT connections_connector_id_app_id_owner_kind_user_id_key",
  ...[owned, ...checks].map((one) => `ALTER TABLE connections ADD ${one}`),
];

/** SQLite drops no constraint: the table is made anew, with what stands in it and its indexes. */
const onSqlite = [
  `CREATE TABLE connections_of_issuers (
    connection_id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces,
    app_id TEXT NOT NULL REFERENCES apps,
    connector_id TEXT NOT NULL REFERENCES connectors,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('app', 'user')),
    user_id TEXT NOT NULL,
    user_issuer TEXT,
    user_id_claim TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('active', 'needs_reauth', 'disconnected')),
    reason TEXT,
    status_since INTEGER NOT NULL,
    requested_scopes TEXT NOT NULL,
    granted_scopes TEXT NOT NULL,
    account_id TEXT,
    account_email TEXT,
    account_name TEXT,
    connection_config TEXT NOT NULL,
    access_token BLOB,
    refresh_token BLOB,
    token_type TEXT,
    expires_at INTEGER,
    lifetime_seconds INTEGER,
    refresh_token_expires_at INTEGER,
    version INTEGER NOT NULL,
    lease_owner TEXT,
    lease_number INTEGER NOT NULL,
    lease_until_ms INTEGER,
    next_refresh_at INTEGER,
    next_try_at INTEGER,
    failure_code TEXT,
    failure_count INTEGER NOT NULL,
    connected_at INTEGER,
    last_refreshed_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    provider_key TEXT,
    last_used_at INTEGER,
    outcome_unknown_at INTEGER,
    author_id TEXT,
    author_label TEXT,
    author_email TEXT,
    validated_at INTEGER,
    grant_party TEXT,
    ${owned},
    CHECK (status <> 'active' OR access_token IS NOT NULL),
    CHECK ((owner_kind = 'user') = (user_id <> '')),
    ${checks.join(",\n    ")}
  ) STRICT`,
  `INSERT INTO connections_of_issuers (${kept}, user_issuer, user_id_claim)
    SELECT ${kept}, ${issuerOf}, ${claimOf} FROM connections`,
  "DROP TABLE connections",
  "ALTER TABLE connections_of_issuers RENAME TO connections",
  "CREATE INDEX connections_of_user ON connections (app_id, user_id)",
  `CREATE INDEX connections_unrevoked ON connections (status_since)
    WHERE status = 'disconnected' AND access_token IS NOT NULL`,
  `CREATE INDEX connections_of_account ON connections (account_id)
    WHERE account_id IS NOT NULL`,
  `CREATE INDEX connections_due ON connections (provider_key, next_refresh_at)
    WHERE next_refresh_at IS NOT NULL`,
  `CREATE INDEX connections_ending ON connections (refresh_token_expires_at)
    WHERE refresh_token_expires_at IS NOT NULL`,
  "CREATE INDEX connections_of_workspace ON connections (workspace_id, connection_id)",
  `CREATE INDEX connections_of_grant ON connections (grant_party, account_id)
    WHERE status = 'active'`,
];

/** The statements that give every user an issuer. */
export function userIssuerStatements(engine: Engine): readonly string[] {
  return [
    ...appStatements(engine),
    ...authorizationStatements,
    ...(engine === "sqlite" ? onSqlite : onPostgres),
  ];
}
