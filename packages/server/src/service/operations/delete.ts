/**
 * Deletes an app or a workspace: it is frozen at once, its grants are given back, its connections erased, and then all that is
 * of it. Of a workspace the receipts go, too: it waits for a week, or until an owner says that it may go.
 */
import { GrantryError } from "../../lib/error.ts";
import { getApp } from "../../store/apps.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { destroyDataKeys } from "../../store/data-keys.ts";
import {
  deleteAppRows,
  deleteOfWorkspace,
  deleteWorkspaceRow,
  hasOpenRevocation,
  putDeletion,
  readDeletion,
} from "../../store/deletion.ts";
import { endFreeze, lockFreezes } from "../../store/freezes.ts";
import { thawLeft } from "../../store/frozen-connections.ts";
import { countTargets } from "../../store/operation-targets.ts";
import {
  beyondRecall,
  finishOperation,
  hurryOperation,
  type Operation as StoredOperation,
} from "../../store/operations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { emptyLog } from "../../store/traces.ts";
import { isAtLeast, recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import type { OperationsContext } from "./context.ts";
import { beginOperation } from "./create.ts";
import { everyConnection, type Operation, operationOf, targetFilter } from "./filter.ts";
import { standFreeze } from "./freeze.ts";
import { getOperation } from "./show.ts";

/** How long a workspace of which nothing is left but receipts is kept, so that they can be read: a week. */
const graceSeconds = 604_800;

/** Throws confirmation_mismatch where it is called otherwise. */
function requireName(confirm: string, name: string): void {
  if (confirm === name) return;
  throw new GrantryError("confirmation_mismatch", {
    detail: "`confirm` is not its name: nothing was deleted.",
  });
}

/** Begins it; where it was begun before, that one goes on. Throws app_not_found and confirmation_mismatch. */
export async function deleteApp(
  context: OperationsContext,
  operator: WorkspaceOperator,
  { appId, confirm }: { readonly appId: string; readonly confirm: string },
): Promise<Operation> {
  const { workspaceId } = operator;
  const app = await getApp(context.store, appId);
  if (app?.workspaceId !== workspaceId) throw new GrantryError("app_not_found");
  requireName(confirm, app.name);
  const asked = { kind: "delete_app", filter: { ...everyConnection, appId } } as const;
  const operation = await begin(context, operator, asked, async (trx, made) => {
    const deletion = made && { at: made.createdAt, by: made.operationId };
    if (deletion) await putDeletion(trx, { appId }, deletion);
    return (await getApp(trx, appId))?.deletedBy ?? null;
  });
  context.apps.drop(appId);
  return operation;
}

/** Likewise. Throws workspace_not_found and confirmation_mismatch. */
export async function deleteWorkspace(
  context: OperationsContext,
  operator: WorkspaceOperator,
  confirm: string,
): Promise<Operation> {
  const { workspaceId } = operator;
  const found = await readDeletion(context.store, workspaceId);
  if (found === undefined) throw new GrantryError("workspace_not_found");
  requireName(confirm, found.name);
  const asked = { kind: "delete_workspace", filter: everyConnection } as const;
  const operation = await begin(context, operator, asked, async (trx, made) => {
    const deletion = made && { at: made.createdAt + graceSeconds, by: made.operationId };
    if (deletion) await putDeletion(trx, { workspaceId }, deletion);
    return (await readDeletion(trx, workspaceId))?.deletion?.by ?? null;
  });
  context.apps.dropWorkspace(workspaceId);
  return operation;
}

/** `mark` says by which operation it is deleted, having entered that where one is given. */
async function begin(
  context: OperationsContext,
  operator: WorkspaceOperator,
  asked: Pick<Operation, "kind" | "filter">,
  mark: (trx: Store, made: Operation | null) => Promise<string | null>,
): Promise<Operation> {
  const { workspaceId } = operator;
  const { clock, store } = context;
  const createdAt = clock.nowSeconds();
  const wanted = await targetFilter(context, workspaceId, { ...asked, createdAt });
  const none = { total: 0, atLeast: false, apps: [] };
  const count = wanted === null ? none : await countTargets(store, workspaceId, wanted);
  return await inTransaction(store, async (trx) => {
    await lockFreezes(trx, workspaceId, { alone: true });
    const before = await mark(trx, null);
    if (before !== null) return await getOperation({ ...context, store: trx }, workspaceId, before);
    const { operation: made } = await beginOperation(context, trx, operator, { ...asked, count });
    await standFreeze(trx, made);
    await mark(trx, made);
    return made;
  });
}

/**
 * Lets a workspace go before its week is over: as soon as its grants have been given back. For owners. Throws
 * operation_not_found where it is not being deleted, forbidden and confirmation_mismatch.
 */
export async function finishWorkspaceDeletion(
  context: OperationsContext,
  operator: WorkspaceOperator,
  confirm: string,
): Promise<Operation> {
  const { workspaceId } = operator;
  if (!isAtLeast(operator.role, "owner")) {
    throw new GrantryError("forbidden", { detail: "This needs the role owner in the workspace." });
  }
  const found = await readDeletion(context.store, workspaceId);
  if (!found?.deletion) throw new GrantryError("operation_not_found");
  requireName(confirm, found.name);
  const { by } = found.deletion;
  await inTransaction(context.store, async (trx) => {
    const at = context.clock.nowSeconds();
    await putDeletion(trx, { workspaceId }, { at, by });
    await hurryOperation(trx, by);
    const target = { kind: "operation", id: by };
    await recordChange(trx, operator, { action: "operation.hurried", target });
  });
  return await getOperation(context, workspaceId, by);
}

/** Of one that is stopped: what is not ended is served again. Call it in its transaction. */
export async function undoDeletion(trx: Store, operation: Operation): Promise<void> {
  const { operationId, workspaceId, kind, filter } = operation;
  if (kind === "delete_app" && filter.appId !== null) {
    await putDeletion(trx, { appId: filter.appId }, null);
  } else if (kind === "delete_workspace") await putDeletion(trx, { workspaceId }, null);
  else if (kind !== "erase_user") return await thawLeft(trx, workspaceId, operation).then(() => {});
  await endFreeze(trx, operationId);
  await thawLeft(trx, workspaceId, operation);
}

/** How long until it is looked at again whether the grants have been given back, or its time has come. */
const lookSeconds = 30;

/**
 * The last step, once no connection is left. Answers for how many seconds to wait before it is tried again; null where it is
 * done. From here on it is not stopped.
 */
export async function deleteAll(
  context: OperationsContext,
  stored: StoredOperation,
): Promise<number | null> {
  const { store } = context;
  const { actor, operationId, workspaceId } = stored;
  const operation = operationOf(stored);
  const { appId } = operation.filter;
  if (operation.kind === "delete_app" && appId !== null) {
    if (!(await beyondRecall(store, stored))) return null;
    await deleteAppRows(store, appId);
    context.apps.drop(appId);
    await inTransaction(store, async (trx) => {
      const target = { kind: "app", id: appId };
      const details = { operation: operationId };
      await insertAuditRecord(trx, { workspaceId, actor, action: "app.deleted", target, details });
      await finishOperation(trx, stored);
    });
    return null;
  }
  const at = (await readDeletion(store, workspaceId))?.deletion?.at ?? 0;
  const left = at - context.clock.nowSeconds();
  if (left > 0 || (await hasOpenRevocation(store, workspaceId))) return lookSeconds;
  if (!(await beyondRecall(store, stored))) return null;
  await deleteOfWorkspace(store, workspaceId);
  await inTransaction(store, async (trx) => {
    await insertAuditRecord(trx, {
      workspaceId: null,
      actor,
      action: "workspace.deleted",
      target: { kind: "workspace", id: workspaceId },
    });
    // What a backup of the database still holds of it opens no more, once the backup has no keys either.
    await destroyDataKeys(trx, workspaceId);
    await deleteWorkspaceRow(trx, workspaceId);
  });
  await emptyLog(store);
  context.apps.dropWorkspace(workspaceId);
  return null;
}
