/**
 * The audit trail by who, what and when: each filter finds its records in the order in which they are shown,
 * the newest first, so that a page costs what it shows, however long the trail is. A person's single action
 * has an index of its own, since either alone may be of most records.
 */
const indexes = {
  audit_records_by_time: "",
  audit_records_by_actor: "actor_id, ",
  audit_records_by_action: "action, ",
  audit_records_by_target: "target_id, ",
  audit_records_by_actor_and_action: "actor_id, action, ",
} as const;

export const auditFilterStatements: readonly string[] = [
  ...Object.entries(indexes).map(
    ([name, columns]) =>
      `CREATE INDEX ${name} ON audit_records (workspace_id, ${columns}recorded_at, audit_record_id)`,
  ),
  "DROP INDEX audit_records_of_workspace",
];
