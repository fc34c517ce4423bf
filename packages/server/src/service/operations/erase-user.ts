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
  releaseOperation,
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

/** How long until a user is looked at again who has got a connection of another one meanwhile. */
const lookSeconds = 30;

/** The last step, once no connection is left; where one came meanwhile, as users can be moved, all begins anew. */
export async function finishErasure(
  { store, clock }: Pick<OperationsContext, "store" | "clock">,
  stored: StoredOperation,
): Promise<void> {
  const { appId, userHandle = null } = operationOf(stored).filter;
  if (appId === null || userHandle === null) throw new TypeError("The operation names no user.");
  const isGone = await inTransaction(store, (trx) => erase(trx, stored, { appId, userHandle }));
  if (isGone) return;
  await releaseOperation(store, stored, { until: clock.nowSeconds() + lookSeconds, afterId: "" });
}

async function erase(
  trx: Store,
  stored: StoredOperation,
  { appId, userHandle }: { readonly appId: string; readonly userHandle: string },
): Promise<boolean> {
  const { actor, operationId, workspaceId } = stored;
  await lockFreezes(trx, workspaceId, { alone: true });
  // Stopped, or another process's.
  if (!(await beyondRecall(trx, stored))) return true;
  const user = await getAppUser(trx, appId, userHandle);
  if (user !== undefined) {
    if (!(await deleteUserRows(trx, appId, user))) return false;
    const { userId, issuer } = user;
    await forgetUser(trx, { workspaceId, appId, handle: userHandle, userId, issuer });
  }
  await endFreeze(trx, operationId);
  const target = { kind: "app", id: appId };
  const details = { user: userHandle, operation: operationId };
  await insertAuditRecord(trx, { workspaceId, actor, action: "app.user_erased", target, details });
  await finishOperation(trx, stored);
  return true;
}
