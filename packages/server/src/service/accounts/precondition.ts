/** Changes of a workspace's configuration that are made only where it still is what the caller has seen. */
import { type AuditRecord, latestAuditRecord } from "../../store/audit-records.ts";
import { lockWorkspace } from "../../store/providers.ts";
import type { Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "./authenticate.ts";

/** What audit records of a thing name. */
export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
  /** How the actions begin, where records of other things name the same target. */
  readonly actions?: string;
}

/**
 * A store whose next transaction first locks the workspace, so that nobody else changes its configuration,
 * and then asks `check`, which throws where the change must not be made. Transactions after it are as
 * usual: what they find was changed by the caller.
 */
export function storeChecking(
  store: Store,
  workspaceId: string,
  check: (store: Store) => Promise<void>,
): Store {
  let isDone = false;
  const { database } = store;
  return {
    ...store,
    database: {
      ...database,
      transaction: async (work) => {
        if (isDone) return await database.transaction(work);
        const result = await database.transaction(async (trx) => {
          const inside = { ...store, db: trx };
          await lockWorkspace(inside, workspaceId);
          await check(inside);
          return await work(trx);
        });
        isDone = true;
        return result;
      },
    },
  };
}

/** The last change of a thing that the audit trail knows of. */
export async function lastChangeOf(
  store: Store,
  { workspaceId }: Pick<WorkspaceOperator, "workspaceId">,
  target: AuditTarget,
): Promise<AuditRecord | undefined> {
  return await latestAuditRecord(store, workspaceId, target);
}
