/** Begins an operation on many connections, or only says what it would be about. */
import { GrantryError } from "../../lib/error.ts";
import { countTargets } from "../../store/operation-targets.ts";
import { insertOperation } from "../../store/operations.ts";
import { inTransaction } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import type { OperationsContext } from "./context.ts";
import { type AskedFilter, type Operation, operationOf, targetFilter } from "./filter.ts";

export interface OperationInput {
  readonly kind: Operation["kind"];
  readonly filter: AskedFilter;
  readonly dryRun: boolean;
  /** How many connections whoever asks believes it is about; null where they do not say. */
  readonly expectedTotal: number | null;
}

/** What it is about. */
export interface Planned {
  /** Null where it was only asked what it would be. */
  readonly operation: Operation | null;
  readonly total: number;
  readonly apps: readonly { readonly appId: string; readonly count: number }[];
}

/**
 * Begins it; it goes on in the background, by whichever process. Throws confirmation_mismatch where it is about
 * another number of connections than was expected.
 */
export async function createOperation(
  context: OperationsContext,
  operator: WorkspaceOperator,
  { kind, filter, dryRun, expectedTotal }: OperationInput,
): Promise<Planned> {
  const { clock, store } = context;
  const { workspaceId, caller } = operator;
  const createdAt = clock.nowSeconds();
  const wanted = await targetFilter(context, workspaceId, { kind, filter, createdAt });
  const apps = wanted === null ? [] : await countTargets(store, workspaceId, wanted);
  const total = apps.reduce((sum, { count }) => sum + count, 0);
  if (dryRun) return { operation: null, total, apps };
  if (expectedTotal !== null && expectedTotal !== total) {
    throw new GrantryError("confirmation_mismatch", {
      detail: `It would be about ${total} connections, and not ${expectedTotal}.`,
    });
  }
  const operation = await inTransaction(store, async (trx) => {
    const asked = JSON.stringify(filter);
    const { actor } = caller;
    const values = { workspaceId, kind, filter: asked, total, actor, createdAt };
    const made = await insertOperation(trx, values);
    await recordChange(trx, operator, {
      action: "operation.created",
      target: { kind: "operation", id: made.operationId },
      details: { kind, connections: String(total), apps: apps.map(({ appId }) => appId).join(" ") },
    });
    return operationOf(made);
  });
  return { operation, total, apps };
}
