/** Puts a change of a workspace into the audit trail, in the transaction that makes it. */
import type { AuditAction } from "../../store/audit-actions.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import type { Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "./authenticate.ts";

export interface Change {
  readonly action: AuditAction;
  readonly target: { readonly kind: string; readonly id: string };
  /** Never a secret. */
  readonly details?: Readonly<Record<string, string>>;
}

/** An operator in the workspace, or who else acts in it. */
interface Changer extends Pick<WorkspaceOperator, "workspaceId"> {
  readonly caller: Pick<WorkspaceOperator["caller"], "actor">;
}

export async function recordChange(
  store: Store,
  { workspaceId, caller }: Changer,
  change: Change,
): Promise<void> {
  await insertAuditRecord(store, { workspaceId, actor: caller.actor, ...change });
}
