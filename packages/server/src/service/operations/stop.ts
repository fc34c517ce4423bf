/** Stops operations. */
import { lockFreezes } from "../../store/freezes.ts";
import { cancelOperation } from "../../store/operations.ts";
import { inTransaction } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import type { OperationsContext } from "./context.ts";
import { undoDeletion } from "./delete.ts";
import type { Operation } from "./filter.ts";
import { getOperation } from "./show.ts";

/**
 * Stops one; one that has ended stays as it is. What it had frozen and not ended is served again, unless it is frozen besides.
 * Throws operation_not_found.
 */
export async function stopOperation(
  context: OperationsContext,
  operator: WorkspaceOperator,
  operationId: string,
): Promise<Operation> {
  const { workspaceId } = operator;
  const operation = await getOperation(context, workspaceId, operationId);
  await inTransaction(context.store, async (trx) => {
    await lockFreezes(trx, workspaceId, { alone: true });
    if (!(await cancelOperation(trx, operationId))) return;
    await undoDeletion(trx, operation);
    await recordChange(trx, operator, {
      action: "operation.canceled",
      target: { kind: "operation", id: operationId },
    });
  });
  return await getOperation(context, workspaceId, operationId);
}
