/** The statements of the first migration: what a server cannot do without. */
export function tableStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE encryption_keys (
          key_id TEXT PRIMARY KEY,
          check_value ${bytes} NOT NULL,
          seals_reserved ${int} NOT NULL
        ) ${strict}`,
    `CREATE TABLE workspaces (
          workspace_id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          created_at ${int} NOT NULL
        ) ${strict}`,
    `CREATE TABLE apps (
          app_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          name TEXT NOT NULL,
          origins TEXT NOT NULL,
          identity_providers TEXT NOT NULL,
          auth_version ${int} NOT NULL,
          created_at ${int} NOT NULL
        ) ${strict}`,
    `CREATE TABLE service_tokens (
          service_token_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          app_id TEXT NOT NULL REFERENCES apps,
          name TEXT NOT NULL,
          token_hash ${bytes} NOT NULL UNIQUE,
          created_at ${int} NOT NULL,
          expires_at ${int},
          revoked_at ${int}
        ) ${strict}`,
    `CREATE TABLE workspace_keys (
          workspace_key_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          name TEXT NOT NULL,
          key_hash ${bytes} NOT NULL UNIQUE,
          created_at ${int} NOT NULL,
          expires_at ${int},
          revoked_at ${int}
        ) ${strict}`,
    `CREATE TABLE oauth_clients (
          oauth_client_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          name TEXT NOT NULL,
          server_id TEXT NOT NULL,
          client_id TEXT NOT NULL,
          client_secret ${bytes} NOT NULL,
          previous_client_secret ${bytes},
          redirect_path TEXT NOT NULL CHECK (redirect_path IN ('own', 'common')),
          created_at ${int} NOT NULL,
          updated_at ${int} NOT NULL,
          UNIQUE (workspace_id, name)
        ) ${strict}`,
    `CREATE TABLE connectors (
          connector_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          app_id TEXT REFERENCES apps,
          oauth_client_id TEXT NOT NULL REFERENCES oauth_clients,
          integration_type TEXT NOT NULL,
          name TEXT NOT NULL,
          scopes TEXT,
          settings TEXT NOT NULL,
          created_at ${int} NOT NULL,
          updated_at ${int} NOT NULL
        ) ${strict}`,
    `CREATE UNIQUE INDEX connectors_of_app ON connectors (app_id, integration_type)
          WHERE app_id IS NOT NULL`,
    `CREATE UNIQUE INDEX connectors_by_name ON connectors (workspace_id, name)
          WHERE app_id IS NULL`,
    `CREATE TABLE connections (
          connection_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          app_id TEXT NOT NULL REFERENCES apps,
          connector_id TEXT NOT NULL REFERENCES connectors,
          owner_kind TEXT NOT NULL CHECK (owner_kind IN ('app', 'user')),
          user_id TEXT NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('active', 'needs_reauth', 'disconnected')),
          reason TEXT,
          status_since ${int} NOT NULL,
          requested_scopes TEXT NOT NULL,
          granted_scopes TEXT NOT NULL,
          account_id TEXT,
          account_email TEXT,
          account_name TEXT,
          connection_config TEXT NOT NULL,
          access_token ${bytes},
          refresh_token ${bytes},
          token_type TEXT,
          expires_at ${int},
          lifetime_seconds ${int},
          refresh_token_expires_at ${int},
          version ${int} NOT NULL,
          lease_owner TEXT,
          lease_number ${int} NOT NULL,
          lease_until_ms ${int},
          next_refresh_at ${int},
          next_try_at ${int},
          failure_code TEXT,
          failure_count ${int} NOT NULL,
          connected_at ${int},
          last_refreshed_at ${int},
          created_at ${int} NOT NULL,
          updated_at ${int} NOT NULL,
          UNIQUE (connector_id, app_id, owner_kind, user_id),
          CHECK (status <> 'active' OR access_token IS NOT NULL),
          CHECK ((owner_kind = 'user') = (user_id <> ''))
        ) ${strict}`,
    `CREATE INDEX connections_of_user ON connections (app_id, user_id)`,
    `CREATE INDEX connections_unrevoked ON connections (status_since)
          WHERE status = 'disconnected' AND access_token IS NOT NULL`,
    `CREATE INDEX connections_of_account ON connections (account_id)
          WHERE account_id IS NOT NULL`,
    `CREATE INDEX connections_due ON connections (next_refresh_at)
          WHERE next_refresh_at IS NOT NULL`,
    `CREATE TABLE authorizations (
          authorization_id TEXT PRIMARY KEY,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          app_id TEXT NOT NULL REFERENCES apps,
          connector_id TEXT NOT NULL REFERENCES connectors,
          owner_kind TEXT NOT NULL CHECK (owner_kind IN ('app', 'user')),
          user_id TEXT NOT NULL,
          user_label TEXT NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
          error TEXT,
          proof TEXT NOT NULL CHECK (proof IN ('browser_cookie', 'confirmation', 'app_completion')),
          link_hash ${bytes} UNIQUE,
          state_hash ${bytes} UNIQUE,
          browser_hash ${bytes},
          code_verifier ${bytes},
          completion_challenge TEXT,
          completion_code_hash ${bytes} UNIQUE,
          redirect_uri TEXT NOT NULL,
          return_url TEXT,
          requested_scopes TEXT NOT NULL,
          settings TEXT NOT NULL,
          expires_at ${int} NOT NULL,
          created_at ${int} NOT NULL,
          finished_at ${int}
        ) ${strict}`,
    `CREATE INDEX authorizations_by_age ON authorizations (created_at)`,
  ];
}
