/** Table audit_records: who changed what, when. Written in the transaction of the change. */

import type { Selectable } from "kysely";
import { parseMap } from "./json-text.ts";
import type { Store } from "./store.ts";
import type { AuditRecordRow } from "./tables/accounts.ts";

export interface Actor {
  readonly kind: AuditRecordRow["actor_kind"];
  readonly id: string;
  readonly label: string;
}

export interface AuditEntry {
  readonly workspaceId: string | null;
  readonly actor: Actor;
  /** `noun.verb`, such as `connector.created`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** What helps to understand it. Never a secret. */
  readonly details?: Readonly<Record<string, string>>;
}

export interface AuditRecord extends Required<AuditEntry> {
  readonly auditRecordId: number;
  readonly recordedAt: number;
}

/** Records a change, in the transaction that is open. */
export async function insertAuditRecord(store: Store, entry: AuditEntry): Promise<void> {
  await store.db
    .insertInto("audit_records")
    .values({
      workspace_id: entry.workspaceId,
      recorded_at: store.clock.nowSeconds(),
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      actor_label: entry.actor.label,
      action: entry.action,
      target_kind: entry.target.kind,
      target_id: entry.target.id,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}

/** The latest changes of a workspace, newest first; `before` is the id of the last one seen. */
export async function listAuditRecords(
  store: Store,
  workspaceId: string,
  page: { readonly limit: number; readonly before: number | null },
): Promise<AuditRecord[]> {
  const base = store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("workspace_id", "=", workspaceId);
  const { before } = page;
  const rows = await (before === null ? base : base.where("audit_record_id", "<", before))
    .orderBy("audit_record_id", "desc")
    .limit(page.limit)
    .execute();
  return rows.map(toAuditRecord);
}

/** The last record about this; `actions` is how its action begins. */
export async function latestAuditRecord(
  store: Store,
  workspaceId: string,
  target: { readonly kind: string; readonly id: string; readonly actions?: string },
): Promise<AuditRecord | undefined> {
  const { kind, id, actions } = target;
  const base = store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("target_kind", "=", kind)
    .where("target_id", "=", id);
  const row = await (actions === undefined ? base : base.where("action", "like", `${actions}%`))
    .orderBy("audit_record_id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && toAuditRecord(row);
}

function toAuditRecord(row: Selectable<AuditRecordRow>): AuditRecord {
  return {
    auditRecordId: row.audit_record_id,
    workspaceId: row.workspace_id,
    recordedAt: row.recorded_at,
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    details: parseMap(row.details),
  };
}

/** Whether anything about this is on record in the workspace. */
export async function isOnRecord(
  store: Store,
  workspaceId: string,
  target: { readonly kind: string; readonly id: string },
): Promise<boolean> {
  const row = await store.db
    .selectFrom("audit_records")
    .select("audit_record_id")
    .where("workspace_id", "=", workspaceId)
    .where("target_kind", "=", target.kind)
    .where("target_id", "=", target.id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
