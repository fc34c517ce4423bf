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
  /** What whoever asks believes it is about; null where they do not say. */
  readonly expected: Expected | null;
}

export interface Expected {
  /** So many connections; null: however many. */
  readonly total: number | null;
  /** More than are counted, whatever the number. */
  readonly atLeast: boolean;
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
function requireExpected(count: TargetCount, expected: Expected | null): void {
  if (expected === null) return;
  const { total, atLeast } = expected;
  const isSo = atLeast || total === null || total === count.total;
  if (atLeast === count.atLeast && isSo) return;
  const [member, said] =
    atLeast || total === null ? ["expected_at_least", atLeast] : ["expected_total", total];
  const right = count.atLeast
    ? "`expected_at_least` true"
    : `\`expected_total\` ${count.total} and no \`expected_at_least\`, or false`;
  throw new GrantryError("confirmation_mismatch", {
    detail: `The operation would be about ${manyInWords(count)}, and \`${member}\` is ${said}. Look again (\`dry_run\`); if these are meant, give ${right}.`,
  });
}

function manyInWords({ total, atLeast }: TargetCount): string {
  if (!atLeast) return `exactly ${total} ${total === 1 ? "connection" : "connections"}`;
  const many = total === 0 ? "an unknown number of connections" : `${total} connections or more`;
  return `${many}, too many to count`;
}
