/** The statements of migration 0068, which keeps what of the audit trail was sent where. */
export function auditSinkStatements({
  int,
  strict,
}: {
  readonly int: string;
  readonly strict: string;
}): readonly string[] {
  return [
    `CREATE TABLE audit_sinks (
      sink_id TEXT PRIMARY KEY,
      holder TEXT,
      held_until ${int} NOT NULL,
      claim_number ${int} NOT NULL,
      next_try_at ${int} NOT NULL,
      failures ${int} NOT NULL,
      failing_since ${int},
      failure TEXT,
      stopped_at ${int},
      sent_at ${int},
      seen_at ${int} NOT NULL
    ) ${strict}`,
    `CREATE TABLE audit_cursors (
      sink_id TEXT NOT NULL REFERENCES audit_sinks ON DELETE CASCADE,
      chain_id TEXT NOT NULL,
      number ${int} NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (sink_id, chain_id)
    ) ${strict}`,
  ];
}
