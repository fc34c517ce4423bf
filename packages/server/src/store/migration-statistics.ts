/**
 * The statements of migration 0032: what happened, counted by the hour and by the day. A series is read along
 * the primary key. Connections are counted by state along an index of their own.
 */
export function statisticsStatements(words: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  const { int, strict } = words;
  return [
    `CREATE TABLE statistics (
      workspace_id TEXT NOT NULL,
      metric TEXT NOT NULL,
      span TEXT NOT NULL CHECK (span IN ('hour', 'day')),
      app_id TEXT NOT NULL,
      connector_id TEXT NOT NULL,
      started_at ${int} NOT NULL,
      detail TEXT NOT NULL,
      count ${int} NOT NULL,
      total ${int} NOT NULL,
      PRIMARY KEY (workspace_id, metric, span, app_id, connector_id, started_at, detail)
    ) ${strict}`,
    "CREATE INDEX statistics_by_age ON statistics (span, started_at)",
    "CREATE INDEX connections_by_state ON connections (workspace_id, app_id, connector_id, status)",
  ];
}
