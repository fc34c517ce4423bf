/**
 * Freezing and thawing many connections at once, in the transaction that enters the operation: from its commit on no process
 * serves what is frozen. A process that dies before has changed nothing.
 */
import { GrantryError } from "../../lib/error.ts";
import { countWideFreezes, endFreezes, insertFreeze, lockFreezes } from "../../store/freezes.ts";
import { freezeRows, insertFreezeReceipts, thawRows } from "../../store/frozen-connections.ts";
import { completeOperation } from "../../store/operations.ts";
import type { Store } from "../../store/store.ts";
import type { OperationsContext } from "./context.ts";
import { filterAtOnce, type Operation, scopeOf } from "./filter.ts";
import { isAtOnce, isToEnd, type Kind } from "./kinds.ts";

/** As many may stand in a workspace that are not of one user each. */
const wideMax = 1_000;

/** Call it first in the transaction: before any row is locked. */
export async function lockFor(trx: Store, workspaceId: string, kind: Kind): Promise<void> {
  if (isAtOnce(kind) || isToEnd(kind)) await lockFreezes(trx, workspaceId, { alone: true });
}

/** Throws bad_request where as many stand as may. */
export async function freezeAll(
  context: OperationsContext,
  trx: Store,
  operation: Operation,
): Promise<Operation> {
  const { operationId: by, workspaceId, createdAt: at } = operation;
  await standFreeze(trx, operation);
  const filter = await filterAtOnce({ ...context, store: trx }, workspaceId, operation);
  const done = await freezeRows(trx, workspaceId, { filter, by, at, toEnd: false });
  await insertFreezeReceipts(trx, workspaceId, { by, at });
  return { ...(await completeOperation(trx, operation, done)), filter: operation.filter };
}

/** Where it says what connections are of, and not how they are: it is about those to come, too. */
export async function standFreeze(trx: Store, operation: Operation): Promise<void> {
  const { workspaceId, filter } = operation;
  const scope = scopeOf(filter);
  if (scope === null) return;
  if (scope.userId === null && (await countWideFreezes(trx, workspaceId)) >= wideMax) {
    throw new GrantryError("bad_request", {
      detail: `There are ${wideMax} freezes of apps, connectors and providers: end those that are over.`,
    });
  }
  await insertFreeze(trx, {
    ...scope,
    freezeId: operation.operationId,
    workspaceId,
    filter: JSON.stringify(filter),
    actor: operation.actor,
    createdAt: operation.createdAt,
  });
}

/** What another freeze is about stays frozen. */
export async function thawAll(
  context: OperationsContext,
  trx: Store,
  operation: Operation,
): Promise<Operation> {
  const { operationId: by, workspaceId, createdAt: at } = operation;
  const scope = scopeOf(operation.filter);
  const filter = await filterAtOnce({ ...context, store: trx }, workspaceId, operation);
  const done = await thawRows(trx, workspaceId, { filter, scope, by, at });
  if (scope !== null) await endFreezes(trx, workspaceId, scope);
  return { ...(await completeOperation(trx, operation, done)), filter: operation.filter };
}

/** What is to be ended is served no more from now on, however long that takes. */
export async function freezeToEnd(
  context: OperationsContext,
  trx: Store,
  operation: Operation,
): Promise<void> {
  const { operationId: by, workspaceId, createdAt: at } = operation;
  const filter = await filterAtOnce({ ...context, store: trx }, workspaceId, operation);
  await freezeRows(trx, workspaceId, { filter, by, at, toEnd: true });
}
