/**
 * Erases one user of an app: nothing of theirs is given out from now on, their grants are given back, their connections are
 * erased, and then what names them. What became of each connection is told for as long as of any operation.
 */
import { GrantryError } from "../../lib/error.ts";
import { deleteUserRows, getAppUser } from "../../store/app-users.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { endFreeze, insertFreeze, lockFreezes } from "../../store/freezes.ts";
import { countTargets } from "../../store/operation-targets.ts";
import {
  beyondRecall,
  finishOperation,
  type Operation as StoredOperation,
} from "../../store/operations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { findUnfinished } from "../../store/unfinished-operations.ts";
import type { Acting } from "./acting.ts";
import type { OperationsContext } from "./context.ts";
import { beginOperation } from "./create.ts";
import { everyConnection, type Operation, operationOf, targetFilter } from "./filter.ts";
import { forgetUser } from "./forget-user.ts";

/**
 * Begins it; where it was begun before and goes on, answers that one. When this resolves no process serves a token of the
 * user, and nobody connects for them until it has ended. Throws user_not_found, also for one of another app.
 */
export async function eraseUser(
  context: OperationsContext,
  acting: Acting,
  { appId, handle }: { readonly appId: string; readonly handle: string },
): Promise<Operation> {
  const { workspaceId } = acting;
  // By the handle: an id of the app's own may be of several users, and would be kept with the operation.
  const filter = { ...everyConnection, appId, userHandle: handle };
  const asked = { kind: "erase_user", filter } as const;
  await requireUser(context.store, appId, handle);
  const createdAt = context.clock.nowSeconds();
  const wanted = await targetFilter(context, workspaceId, { ...asked, createdAt });
  const count =
    wanted === null
      ? { total: 0, atLeast: false, apps: [] }
      : await countTargets(context.store, workspaceId, wanted);
  return await inTransaction(context.store, async (trx) => {
    await lockFreezes(trx, workspaceId, { alone: true });
    const before = await findUnfinished(trx, workspaceId, {
      ...asked,
      filter: JSON.stringify(filter),
    });
    if (before !== undefined) return operationOf(before);
    const user = await requireUser(trx, appId, handle);
    const { operation } = await beginOperation(context, trx, acting, { ...asked, count });
    await insertFreeze(trx, {
      appId,
      connectorId: null,
      integrationType: null,
      providerId: null,
      ownerKind: "user",
      userId: user.userId,
      userIssuer: user.issuer?.issuer ?? "",
      freezeId: operation.operationId,
      workspaceId,
      filter: JSON.stringify(filter),
      actor: operation.actor,
      createdAt: operation.createdAt,
    });
    return operation;
  });
}

async function requireUser(store: Store, appId: string, handle: string) {
  const user = await getAppUser(store, appId, handle);
  if (user === undefined) throw new GrantryError("user_not_found");
  return user;
}

/** The last step, once no connection is left. */
export async function finishErasure(
  { store }: Pick<OperationsContext, "store">,
  stored: StoredOperation,
): Promise<void> {
  const { actor, operationId, workspaceId } = stored;
  const { appId, userHandle = null } = operationOf(stored).filter;
  if (appId === null || userHandle === null) throw new TypeError("The operation names no user.");
  if (!(await beyondRecall(store, stored))) return;
  await inTransaction(store, async (trx) => {
    await lockFreezes(trx, workspaceId, { alone: true });
    const user = await getAppUser(trx, appId, userHandle);
    if (user !== undefined) {
      await deleteUserRows(trx, appId, user);
      const { userId, issuer } = user;
      await forgetUser(trx, { workspaceId, appId, handle: userHandle, userId, issuer });
    }
    await endFreeze(trx, operationId);
    const target = { kind: "app", id: appId };
    const details = { user: userHandle, operation: operationId };
    await insertAuditRecord(trx, {
      workspaceId,
      actor,
      action: "app.user_erased",
      target,
      details,
    });
    await finishOperation(trx, stored);
  });
}
