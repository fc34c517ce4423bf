/** Begins an operation on many connections, or only says what it would be about. */
import { GrantryError } from "../../lib/error.ts";
import { countTargets, type TargetCount } from "../../store/operation-targets.ts";
import { insertOperation } from "../../store/operations.ts";
import { inTransaction } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import type { OperationsContext } from "./context.ts";
import { type AskedFilter, type Operation, operationOf, targetFilter } from "./filter.ts";

export interface OperationInput {
  readonly kind: Operation["kind"];
  readonly filter: AskedFilter;
  readonly dryRun: boolean;
  /** How many connections whoever asks believes it is about, or at least how many; null where they do not say. */
  readonly expected: { readonly total: number; readonly atLeast: boolean } | null;
}

/** What it is about. */
export interface Planned {
  /** Null where it was only asked what it would be. */
  readonly operation: Operation | null;
  readonly count: TargetCount;
}

const nothing: TargetCount = { total: 0, atLeast: false, apps: [] };

/**
 * Begins it; it goes on in the background, by whichever process. Throws confirmation_mismatch where it is about
 * another number of connections than was expected.
 */
export async function createOperation(
  context: OperationsContext,
  operator: WorkspaceOperator,
  { kind, filter, dryRun, expected }: OperationInput,
): Promise<Planned> {
  const { clock, store } = context;
  const { workspaceId, caller } = operator;
  const createdAt = clock.nowSeconds();
  const wanted = await targetFilter(context, workspaceId, { kind, filter, createdAt });
  const count = wanted === null ? nothing : await countTargets(store, workspaceId, wanted);
  if (dryRun) return { operation: null, count };
  requireExpected(count, expected);
  const { total, atLeast, apps } = count;
  const operation = await inTransaction(store, async (trx) => {
    const asked = JSON.stringify(filter);
    const { actor } = caller;
    const values = { workspaceId, kind, filter: asked, total, atLeast, actor, createdAt };
    const made = await insertOperation(trx, values);
    await recordChange(trx, operator, {
      action: "operation.created",
      target: { kind: "operation", id: made.operationId },
      details: {
        kind,
        connections: String(total),
        at_least: String(atLeast),
        apps: apps.map(({ appId }) => appId).join(" "),
      },
    });
    return operationOf(made);
  });
  return { operation, count };
}

/** Whoever was told that there are at least so many is told no more by another such number. */
function requireExpected(
  { total, atLeast }: TargetCount,
  expected: OperationInput["expected"],
): void {
  if (expected === null) return;
  if (expected.atLeast === atLeast && (atLeast || expected.total === total)) return;
  throw new GrantryError("confirmation_mismatch", {
    detail: `It would be about ${manyInWords({ total, atLeast })}, and not ${manyInWords(expected)}.`,
  });
}

function manyInWords({ total, atLeast }: NonNullable<OperationInput["expected"]>): string {
  if (atLeast && total === 0) return "an unknown number of connections";
  return `${atLeast ? "at least " : ""}${total} ${total === 1 ? "connection" : "connections"}`;
}
