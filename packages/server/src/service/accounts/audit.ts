/** Who changed what in a workspace: read, and taken out to be kept elsewhere. */
import { GrantryError } from "../../lib/error.ts";
import {
  type AuditFilters,
  type AuditPosition,
  type AuditRecord,
  findAuditRecord,
  listAuditRecords,
} from "../../store/audit-records.ts";
import {
  type CheckedPart,
  checkChain,
  countUnlinked,
  isThere,
  type NotedRecord,
} from "../../store/audit-verify.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import { recordChange } from "./record-change.ts";

export { workspaceActions as auditActions } from "../../store/audit-actions.ts";
export type { AuditFilters, AuditPosition, AuditRecord } from "../../store/audit-records.ts";
export type { CheckedPart } from "../../store/audit-verify.ts";

/** The latest changes, newest first, after the last one seen. */
export async function readAudit(
  { store }: Pick<AccountsContext, "store">,
  { workspaceId }: Pick<WorkspaceOperator, "workspaceId">,
  page: {
    readonly filters: AuditFilters;
    readonly after: AuditPosition | null;
    readonly limit: number;
  },
): Promise<AuditRecord[]> {
  return await listAuditRecords(store, workspaceId, page);
}

/** One record. Throws audit_record_not_found, also for another workspace's. */
export async function readAuditRecord(
  { store }: Pick<AccountsContext, "store">,
  { workspaceId }: Pick<WorkspaceOperator, "workspaceId">,
  auditRecordId: number,
): Promise<AuditRecord> {
  const record = await findAuditRecord(store, workspaceId, auditRecordId);
  if (record === undefined) throw new GrantryError("audit_record_not_found");
  return record;
}

/** How many records one call checks: less than a tenth of a second of a core. */
const checkedAtOnce = 5_000;
/** How many unlinked ones are counted. */
const unlinkedMax = 1_000;

export interface AuditVerification {
  readonly part: CheckedPart;
  readonly unlinked: number;
  /** Whether the record that was expected is there; null where none was. */
  readonly isExpectedThere: boolean | null;
}

/** Checks a part of the workspace's chain; from its beginning where `from` is null. */
export async function verifyAudit(
  { store }: Pick<AccountsContext, "store">,
  { workspaceId }: Pick<WorkspaceOperator, "workspaceId">,
  { from, expected }: { readonly from: number | null; readonly expected: NotedRecord | null },
): Promise<AuditVerification> {
  const part = await checkChain(store, workspaceId, { from, max: checkedAtOnce });
  const unlinked = await countUnlinked(store, workspaceId, unlinkedMax);
  const isExpectedThere = expected && (await isThere(store, workspaceId, expected));
  return { part, unlinked, isExpectedThere };
}

/** How many records are read, and held, at once. */
const exportedAtOnce = 500;

/**
 * Everything that the filters let through, newest first, some hundred records at a time: read as they are asked
 * for, with no transaction held in between. That it was taken out is on record before the first is given.
 */
export async function exportAudit(
  context: Pick<AccountsContext, "store" | "closing">,
  operator: WorkspaceOperator,
  { filters, format }: { readonly filters: AuditFilters; readonly format: string },
): Promise<AsyncGenerator<readonly AuditRecord[]>> {
  const { workspaceId } = operator;
  await recordChange(context.store, operator, {
    action: "audit_log.exported",
    target: { kind: "workspace", id: workspaceId },
    details: { format, ...askedIn(filters) },
  });
  const first = await readAudit(context, operator, { filters, after: null, limit: exportedAtOnce });
  return pagesAfter(context, operator, { filters, first });
}

/** The filters that were asked for, as the API calls them. */
function askedIn(filters: AuditFilters): Record<string, string> {
  const all = {
    actor_id: filters.actorId,
    action: filters.action,
    target_id: filters.targetId,
    from: filters.from,
    to: filters.to,
    token_reads: filters.tokenReads,
  };
  const asked = Object.entries(all).filter(([, value]) => value !== null);
  return Object.fromEntries(asked.map(([name, value]) => [name, String(value)]));
}

async function* pagesAfter(
  context: Pick<AccountsContext, "store" | "closing">,
  operator: WorkspaceOperator,
  { filters, first }: { readonly filters: AuditFilters; readonly first: readonly AuditRecord[] },
): AsyncGenerator<readonly AuditRecord[]> {
  let page = first;
  while (page.length > 0) {
    yield page;
    const after = page.at(-1) ?? null;
    if (page.length < exportedAtOnce || after === null) return;
    // Cut off, and so seen to be: a file that ends early must not look whole.
    context.closing.throwIfAborted();
    page = await readAudit(context, operator, { filters, after, limit: exportedAtOnce });
  }
}
