/** Table audit_records: who did what, when, from where. Written in the transaction of what was done. */
import { type RawBuilder, type Selectable, sql } from "kysely";
import { addressOf, currentOrigin } from "../lib/origin.ts";
import type { AuditAction } from "./audit-actions.ts";
import { knownPeople, recordedDetails, refOf, refsIn } from "./audit-people.ts";
import { isRead, listReadsOf } from "./audit-reads-of.ts";
import { noteUnlinked } from "./audit-unlinked.ts";
import { elementsOf } from "./bounded-counts.ts";
import { parseMap } from "./json-text.ts";
import type { Store } from "./store.ts";
import type { ActorKind, AuditRecordRow } from "./tables/audit.ts";

export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
  /** For people to read; of a person it is not recorded, but read from their account. */
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
  /** The code of the refusal; `ok` where it is left out. */
  readonly result?: string;
}

export interface AuditRecord extends Required<Omit<AuditEntry, "action">> {
  /** One that a newer server wrote may be none of the actions that this one knows. */
  readonly action: string;
  readonly auditRecordId: number;
  readonly recordedAt: number;
  /** Where from; null for what the server did unasked, and where it is not known. */
  readonly address: string | null;
  readonly requestId: string | null;
  /** Its place in the chain; null until it is linked. */
  readonly number: number | null;
  readonly hash: string | null;
}

/** Reads of tokens are many: they are shown when they are asked for. */
export type TokenReads = "without" | "with" | "only";

/** Which records are asked for: those that all of it is true of. Null: any. Times are epoch seconds. */
export interface AuditFilters {
  readonly actorId: string | null;
  readonly action: string | null;
  readonly targetId: string | null;
  /** Recorded then or later. */
  readonly from: number | null;
  /** Recorded before. */
  readonly to: number | null;
  readonly tokenReads: TokenReads;
}

/** Where a page ended. */
export type AuditPosition = Pick<AuditRecord, "recordedAt" | "auditRecordId">;

/** As the planner must see it for the indexes that hold only these. */
export const isDeed = sql<boolean>`action <> 'token.read'`;

/** Records something, in the transaction that is open. */
export async function insertAuditRecord(store: Store, entry: AuditEntry): Promise<void> {
  await insertAuditRecords(store, [entry]);
}

/** How many records one statement brings: twelve values each, of the 32,766 that SQLite takes. */
const insertedMax = 1_000;

/** Records in this order, in the transaction that is open. They are linked once it is committed. */
export async function insertAuditRecords(
  store: Store,
  entries: readonly AuditEntry[],
): Promise<void> {
  const rows = [];
  for (const entry of entries) rows.push(await rowOf(store, entry));
  for (let at = 0; at < rows.length; at += insertedMax) {
    const some = rows.slice(at, at + insertedMax);
    await store.db.insertInto("audit_records").values(some).execute();
  }
  noteUnlinked(store.database);
}

async function rowOf(store: Store, entry: AuditEntry) {
  const { workspaceId, actor, action, target } = entry;
  const isPerson = actor.kind === "operator";
  const isOwn = isPerson || actor.kind === "app_user";
  const of = { workspaceId, operatorId: isOwn ? actor.id : subjectOf(target), action };
  const origin = currentOrigin();
  const address = origin === undefined ? null : addressOf(origin);
  const details = await recordedDetails(store, of, entry.details ?? {});
  return {
    workspace_id: workspaceId,
    recorded_at: store.clock.nowSeconds(),
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_label: isPerson ? "" : actor.label,
    action,
    target_kind: target.kind,
    target_id: target.id,
    details: JSON.stringify(details),
    result: entry.result ?? "ok",
    address: address === null || !tells(actor) ? address : await refOf(store, of, address),
    request_id: origin?.id ?? null,
  };
}

/** Where the server acts, as it refuses a sign-in, the address is that of whoever asked for it. */
function tells({ kind }: Actor): boolean {
  return kind !== "service_token" && kind !== "workspace_key";
}

function subjectOf({ kind, id }: AuditEntry["target"]): string | null {
  return kind === "operator" ? id : null;
}

interface Page {
  readonly filters: AuditFilters;
  readonly after: AuditPosition | null;
  readonly limit: number;
}

/** The latest of a workspace, newest first: each filter has an index in this order. */
export async function listAuditRecords(
  store: Store,
  workspaceId: string,
  page: Page,
): Promise<AuditRecord[]> {
  const { tokenReads } = page.filters;
  const deeds = tokenReads === "only" ? [] : await listRows(store, workspaceId, page, "deeds");
  const reads = tokenReads === "without" ? [] : await listRows(store, workspaceId, page, "reads");
  const both = [...deeds, ...reads].sort(
    (one, other) =>
      other.recorded_at - one.recorded_at || other.audit_record_id - one.audit_record_id,
  );
  return await toRecords(store, both.slice(0, page.limit));
}

async function listRows(
  store: Store,
  workspaceId: string,
  page: Page,
  which: "deeds" | "reads",
): Promise<Selectable<AuditRecordRow>[]> {
  const { filters, limit } = page;
  if (which === "reads" && filters.targetId !== null) {
    const asked = { workspaceId, targetId: filters.targetId, limit };
    return await listReadsOf(store, asked, letThrough(page, sql`recorded_at`));
  }
  let asked = store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where(which === "deeds" ? isDeed : isRead);
  if (filters.targetId !== null) asked = asked.where("target_id", "=", filters.targetId);
  return await asked
    .where(letThrough(page))
    .orderBy(sql`recorded_at DESC, audit_record_id DESC`)
    .limit(limit)
    .execute();
}

/** What all but the object let through, after where the page before ended. */
function letThrough({ filters, after }: Page, recordedAt?: RawBuilder<number>) {
  const { actorId, action, targetId, from, to } = filters;
  // Of all filters the object lets through the fewest. Beside it the others are no reason to take their index instead, which
  // SQLite would for having more columns, or two bounds: an expression has none.
  const beside = (column: "actor_id" | "action") =>
    targetId === null ? sql.ref(column) : sql`${sql.ref(column)} || ''`;
  const time = recordedAt ?? (targetId === null ? sql`recorded_at` : sql`recorded_at + 0`);
  const all = [sql<boolean>`1 = 1`];
  if (actorId !== null) all.push(sql`${beside("actor_id")} = ${actorId}`);
  if (action !== null) all.push(sql`${beside("action")} = ${action}`);
  if (from !== null) all.push(sql`${time} >= ${from}`);
  if (to !== null) all.push(sql`${time} < ${to}`);
  if (after !== null) {
    all.push(sql`(recorded_at, audit_record_id) < (${after.recordedAt}, ${after.auditRecordId})`);
  }
  return sql<boolean>`(${sql.join(all, sql` AND `)})`;
}

/** One record of a workspace, or undefined. */
export async function findAuditRecord(
  store: Store,
  workspaceId: string,
  auditRecordId: number,
): Promise<AuditRecord | undefined> {
  const rows = await store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("audit_record_id", "=", auditRecordId)
    .where("workspace_id", "=", workspaceId)
    .execute();
  return (await toRecords(store, rows))[0];
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
    .where(isDeed)
    .where("target_kind", "=", kind)
    .where("target_id", "=", id);
  const rows = await (actions === undefined ? base : base.where("action", "like", `${actions}%`))
    .orderBy("audit_record_id", "desc")
    .limit(1)
    .execute();
  return (await toRecords(store, rows))[0];
}

/** Rows of the table, with what is known of the people in them. */
export async function toRecords(
  store: Store,
  rows: readonly Selectable<AuditRecordRow>[],
): Promise<AuditRecord[]> {
  const read = rows.map((row) => ({ ...row, details: parseMap(row.details) }));
  const unnamed = (kind: ActorKind) =>
    read.filter((row) => isUnnamed(row, kind)).map(({ actor_id }) => actor_id);
  const people = await knownPeople(store, {
    operatorIds: unnamed("operator"),
    refs: read.flatMap(refsIn),
  });
  const labels = await labelsOfTokens(store, unnamed("service_token"));
  const labelOf = (row: (typeof read)[number]) =>
    isUnnamed(row, "operator")
      ? people.nameOf(row.actor_id)
      : isUnnamed(row, "service_token")
        ? (labels.get(row.actor_id) ?? row.actor_id)
        : row.actor_label;
  return read.map((row) => ({
    auditRecordId: row.audit_record_id,
    workspaceId: row.workspace_id,
    recordedAt: row.recorded_at,
    actor: {
      kind: row.actor_kind,
      id: row.actor_id,
      label: labelOf(row),
    },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    details: people.detailsOf(row.details),
    result: row.result,
    address: people.addressOf(row.address),
    requestId: row.request_id,
    number: row.number,
    hash: row.hash,
  }));
}

function isUnnamed(
  row: Pick<Selectable<AuditRecordRow>, "actor_kind" | "actor_label">,
  kind: ActorKind,
): boolean {
  return row.actor_kind === kind && row.actor_label === "";
}

/** Reads of tokens name the service token by id alone: what it is called now stands in its row. */
async function labelsOfTokens(store: Store, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("service_tokens")
    .select(["service_token_id", "name"])
    .where(
      "service_token_id",
      "in",
      sql<string>`(${elementsOf(store.database.engine, [...new Set(ids)])})`,
    )
    .execute();
  return new Map(rows.map((row) => [row.service_token_id, `backend with the token "${row.name}"`]));
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
    .where(isDeed)
    .where("target_kind", "=", target.kind)
    .where("target_id", "=", target.id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
