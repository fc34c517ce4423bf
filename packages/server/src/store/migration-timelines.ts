/**
 * The statements of the migration that gives connections a timeline: what happened to each, one row per kind,
 * code and day. Events that are kept become entries. A row goes with its connection.
 */
export function timelineStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE timeline_entries (
      connection_id TEXT NOT NULL REFERENCES connections ON DELETE CASCADE,
      kind TEXT NOT NULL,
      code TEXT NOT NULL,
      day ${int} NOT NULL,
      count ${int} NOT NULL,
      first_at ${int} NOT NULL,
      last_at ${int} NOT NULL,
      details TEXT NOT NULL,
      kept_until ${int} NOT NULL,
      PRIMARY KEY (connection_id, kind, code, day)
    ) ${strict}`,
    "CREATE INDEX timeline_entries_kept ON timeline_entries (kept_until)",
    // Kept for 400 days, as what happens from now on. The reason of a needs_reauth stands in its data alone.
    `INSERT INTO timeline_entries
        (connection_id, kind, code, day, count, first_at, last_at, details, kept_until)
      SELECT events.connection_id, substr(events.type, 12), '', events.created_at / 86400, COUNT(*),
        MIN(events.created_at), MAX(events.created_at), MAX(events.data),
        MAX(events.created_at) + 34560000
      FROM events
      INNER JOIN connections ON connections.connection_id = events.connection_id
      GROUP BY events.connection_id, events.type, events.created_at / 86400`,
    // Consents that nobody finished, until that is noted.
    `CREATE INDEX authorizations_left ON authorizations (expires_at)
      WHERE status = 'pending' AND finished_at IS NULL`,
  ];
}
