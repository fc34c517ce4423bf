/**
 * Indexes for every filter and order of the lists of connections, and for what the audit trail knows of one
 * thing. Their expressions are those of connection-filters.ts, as they were when this was landed.
 */
import type { Engine } from "./engine.ts";

const lowered = {
  sqlite: (column: string) => `lower(${column})`,
  postgres: (column: string) => `lower(${column} COLLATE "C")`,
} as const;

export function connectionListStatements(engine: Engine): readonly string[] {
  const index = (name: string, columns: string, where = "") =>
    `CREATE INDEX connections_${name} ON connections (workspace_id, ${columns}connection_id)${where}`;
  return [
    index("by_age", "created_at, "),
    index("by_change", "updated_at, "),
    index("by_use", "(COALESCE(last_used_at, 0)), "),
    index("by_end", "(COALESCE(expires_at, 9007199254740991)), "),
    index("by_status", "status, "),
    index("by_reason", "reason, ", " WHERE reason IS NOT NULL"),
    index("in_trouble", "", " WHERE (failure_code IS NOT NULL OR outcome_unknown_at IS NOT NULL)"),
    index("shared", "", " WHERE owner_kind = 'app'"),
    index("of_connector", "connector_id, "),
    index("of_app", "app_id, "),
    index("of_user_id", "user_id, "),
    ...["user_id", "account_id", "account_email", "account_name"].map((column) =>
      index(`beginning_${column}`, `(${lowered[engine](column)}), `),
    ),
    `CREATE INDEX audit_records_of_target
      ON audit_records (workspace_id, target_kind, target_id, audit_record_id)`,
  ];
}
