/** Table audit_records: who changed what, when. Written in the transaction of the change. */
import { type Selectable, sql } from "kysely";
import type { AuditAction } from "./audit-actions.ts";
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
  readonly action: AuditAction;
  readonly target: { readonly kind: string; readonly id: string };
  /** What helps to understand it. Never a secret. */
  readonly details?: Readonly<Record<string, string>>;
}

export interface AuditRecord extends Required<Omit<AuditEntry, "action">> {
  /** One that a newer server wrote may be none of the actions that this one knows. */
  readonly action: string;
  readonly auditRecordId: number;
  readonly recordedAt: number;
}

/** Which records are asked for: those that all of it is true of. Null: any. Times are epoch seconds. */
export interface AuditFilters {
  readonly actorId: string | null;
  readonly action: string | null;
  readonly targetId: string | null;
  /** Recorded then or later. */
  readonly from: number | null;
  /** Recorded before. */
  readonly to: number | null;
}

/** Where a page ended. */
export type AuditPosition = Pick<AuditRecord, "recordedAt" | "auditRecordId">;

/** Records a change, in the transaction that is open. */
export async function insertAuditRecord(store: Store, entry: AuditEntry): Promise<void> {
  await insertAuditRecords(store, [entry]);
}

/** How many records one statement brings: nine values each, of the 32,766 that SQLite takes. */
const insertedMax = 1_000;

/** Records changes in this order, in the transaction that is open. */
export async function insertAuditRecords(
  store: Store,
  entries: readonly AuditEntry[],
): Promise<void> {
  const recorded_at = store.clock.nowSeconds();
  const rows = entries.map((entry) => ({
    workspace_id: entry.workspaceId,
    recorded_at,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    actor_label: entry.actor.label,
    action: entry.action,
    target_kind: entry.target.kind,
    target_id: entry.target.id,
    details: JSON.stringify(entry.details ?? {}),
  }));
  for (let at = 0; at < rows.length; at += insertedMax) {
    const some = rows.slice(at, at + insertedMax);
    await store.db.insertInto("audit_records").values(some).execute();
  }
}

/** The latest changes of a workspace, newest first: each filter has an index in this order. */
export async function listAuditRecords(
  store: Store,
  workspaceId: string,
  page: {
    readonly filters: AuditFilters;
    readonly after: AuditPosition | null;
    readonly limit: number;
  },
): Promise<AuditRecord[]> {
  const { filters, after, limit } = page;
  const { actorId, action, targetId, from, to } = filters;
  let asked = store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("workspace_id", "=", workspaceId);
  if (targetId !== null) asked = asked.where("target_id", "=", targetId);
  // Of all filters the object lets through the fewest. Beside it the others are no reason to take their index instead, which
  // SQLite would for having more columns: an expression has none.
  const beside = (column: "actor_id" | "action") =>
    targetId === null ? sql<string>`${sql.ref(column)}` : sql<string>`${sql.ref(column)} || ''`;
  if (actorId !== null) asked = asked.where(beside("actor_id"), "=", actorId);
  if (action !== null) asked = asked.where(beside("action"), "=", action);
  if (from !== null) asked = asked.where("recorded_at", ">=", from);
  if (to !== null) asked = asked.where("recorded_at", "<", to);
  if (after !== null) {
    asked = asked.where((eb) =>
      eb(
        eb.refTuple("recorded_at", "audit_record_id"),
        "<",
        eb.tuple(after.recordedAt, after.auditRecordId),
      ),
    );
  }
  const rows = await asked
    .orderBy("recorded_at", "desc")
    .orderBy("audit_record_id", "desc")
    .limit(limit)
    .execute();
  return rows.map(toRecord);
}

/** One record of a workspace, or undefined. */
export async function findAuditRecord(
  store: Store,
  workspaceId: string,
  auditRecordId: number,
): Promise<AuditRecord | undefined> {
  const row = await store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("audit_record_id", "=", auditRecordId)
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row && toRecord(row);
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
  return row && toRecord(row);
}

/** Maps a row of the table. */
export function toRecord(row: Selectable<AuditRecordRow>): AuditRecord {
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
