/** Who changed what in a workspace. */
import { type AuditRecord, listAuditRecords } from "../../store/audit-records.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";

/** The latest changes, newest first; `before` is the id of the last one seen. */
export async function readAudit(
  { store }: AccountsContext,
  { workspaceId }: WorkspaceOperator,
  page: { readonly limit: number; readonly before: number | null },
): Promise<AuditRecord[]> {
  return await listAuditRecords(store, workspaceId, page);
}
