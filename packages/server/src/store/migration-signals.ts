/** The statements of the migration for signals of identity providers: streams, what was taken, whose sign-in a session is. */
export function signalStatements({
  bytes,
  int,
  strict,
}: {
  readonly bytes: string;
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE signal_streams (
      signal_stream_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      app_id TEXT REFERENCES apps,
      issuer TEXT NOT NULL,
      audience TEXT NOT NULL,
      jwks_uri TEXT NOT NULL,
      user_issuer TEXT,
      action TEXT CHECK (action IN ('freeze', 'disconnect')),
      created_at ${int} NOT NULL,
      last_signal_at ${int},
      last_signal_event TEXT,
      last_signal_outcome TEXT
    ) ${strict}`,
    "CREATE INDEX signal_streams_by_workspace ON signal_streams (workspace_id)",
    "CREATE INDEX signal_streams_by_app ON signal_streams (app_id)",
    `CREATE TABLE taken_signals (
      source TEXT NOT NULL,
      jti_hash ${bytes} NOT NULL,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      taken_at ${int} NOT NULL,
      PRIMARY KEY (source, jti_hash)
    ) ${strict}`,
    "CREATE INDEX taken_signals_by_workspace ON taken_signals (workspace_id)",
    "CREATE INDEX taken_signals_by_age ON taken_signals (taken_at)",
    `ALTER TABLE operator_sessions ADD COLUMN company_session_hash ${bytes}`,
    `CREATE INDEX operator_sessions_of_company ON operator_sessions (company_session_hash)
      WHERE company_session_hash IS NOT NULL`,
  ];
}
