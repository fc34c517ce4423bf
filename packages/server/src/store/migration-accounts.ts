/** The statements of migration 0005: operator accounts, their keys and sign-ins, the audit trail. */

interface Words {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
  /** A primary key that counts up by itself. */
  readonly counted: string;
}

const role = `TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer'))`;

export function accountStatements(words: Words): readonly string[] {
  return [...people(words), ...keys(words), ...commandLines(words), ...records(words)];
}

function people({ bytes, int, strict }: Words): string[] {
  return [
    `CREATE TABLE operators (
      operator_id TEXT PRIMARY KEY,
      email TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      password_hash TEXT,
      totp_secret ${bytes},
      totp_pending ${bytes},
      totp_last_step ${int},
      created_at ${int} NOT NULL,
      updated_at ${int} NOT NULL
    ) ${strict}`,
    `CREATE TABLE recovery_codes (
      operator_id TEXT NOT NULL REFERENCES operators,
      code_hash ${bytes} NOT NULL,
      PRIMARY KEY (operator_id, code_hash)
    ) ${strict}`,
    `CREATE TABLE memberships (
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      operator_id TEXT NOT NULL REFERENCES operators,
      role ${role},
      created_at ${int} NOT NULL,
      updated_at ${int} NOT NULL,
      PRIMARY KEY (workspace_id, operator_id)
    ) ${strict}`,
    `CREATE INDEX memberships_of_operator ON memberships (operator_id)`,
    `CREATE TABLE operator_sessions (
      session_id TEXT PRIMARY KEY,
      operator_id TEXT NOT NULL REFERENCES operators,
      token_hash ${bytes} NOT NULL UNIQUE,
      created_at ${int} NOT NULL,
      last_seen_at ${int} NOT NULL,
      expires_at ${int} NOT NULL
    ) ${strict}`,
    `CREATE TABLE entry_links (
      entry_link_id TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation')),
      token_hash ${bytes} NOT NULL UNIQUE,
      workspace_id TEXT REFERENCES workspaces,
      role TEXT CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
      email TEXT,
      invited_by TEXT,
      created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL,
      used_at ${int},
      CHECK ((kind = 'invitation') = (workspace_id IS NOT NULL AND role IS NOT NULL AND email IS NOT NULL))
    ) ${strict}`,
  ];
}

function keys({ bytes, int, strict }: Words): string[] {
  return [
    `CREATE TABLE personal_keys (
      personal_key_id TEXT PRIMARY KEY,
      operator_id TEXT NOT NULL REFERENCES operators,
      name TEXT NOT NULL,
      key_hash ${bytes} NOT NULL UNIQUE,
      scopes TEXT NOT NULL,
      created_at ${int} NOT NULL,
      expires_at ${int},
      last_used_at ${int},
      revoked_at ${int}
    ) ${strict}`,
    // A key of a bootstrap file may do what an administrator may, as before.
    `ALTER TABLE workspace_keys ADD COLUMN role TEXT NOT NULL DEFAULT 'admin'`,
    `ALTER TABLE workspace_keys ADD COLUMN scopes TEXT`,
    `ALTER TABLE workspace_keys ADD COLUMN last_used_at ${int}`,
  ];
}

function commandLines({ bytes, int, strict }: Words): string[] {
  return [
    `CREATE TABLE device_authorizations (
      device_authorization_id TEXT PRIMARY KEY,
      device_code_hash ${bytes} NOT NULL UNIQUE,
      user_code_hash ${bytes} NOT NULL UNIQUE,
      client_id TEXT NOT NULL,
      scopes TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'denied')),
      session_id TEXT,
      operator_id TEXT REFERENCES operators,
      created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL,
      last_polled_at ${int},
      CHECK (status <> 'approved' OR operator_id IS NOT NULL)
    ) ${strict}`,
    `CREATE TABLE cli_grants (
      cli_grant_id TEXT PRIMARY KEY,
      operator_id TEXT NOT NULL REFERENCES operators,
      client_id TEXT NOT NULL,
      scopes TEXT NOT NULL,
      created_at ${int} NOT NULL,
      last_used_at ${int},
      revoked_at ${int}
    ) ${strict}`,
    `CREATE TABLE cli_tokens (
      token_hash ${bytes} PRIMARY KEY,
      cli_grant_id TEXT NOT NULL REFERENCES cli_grants,
      kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
      created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL,
      used_at ${int}
    ) ${strict}`,
    `CREATE INDEX cli_tokens_by_end ON cli_tokens (expires_at)`,
  ];
}

function records({ bytes, int, strict, counted }: Words): string[] {
  return [
    `CREATE TABLE audit_records (
      audit_record_id ${counted},
      workspace_id TEXT,
      recorded_at ${int} NOT NULL,
      actor_kind TEXT NOT NULL CHECK (actor_kind IN ('operator', 'workspace_key', 'server')),
      actor_id TEXT NOT NULL,
      actor_label TEXT NOT NULL,
      action TEXT NOT NULL,
      target_kind TEXT NOT NULL,
      target_id TEXT NOT NULL,
      details TEXT NOT NULL
    ) ${strict}`,
    `CREATE INDEX audit_records_of_workspace ON audit_records (workspace_id, audit_record_id)`,
    `CREATE TABLE attempts (
      bucket_hash ${bytes} NOT NULL,
      window_start ${int} NOT NULL,
      attempts ${int} NOT NULL,
      PRIMARY KEY (bucket_hash, window_start)
    ) ${strict}`,
  ];
}
