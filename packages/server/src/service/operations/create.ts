/** Begins an operation on many connections, or only says what it would be about. */
import { GrantryError } from "../../lib/error.ts";
import { countedMax } from "../../store/bounded-counts.ts";
import { appsOfReceipts, countThawable } from "../../store/frozen-connections.ts";
import { countTargets, type TargetCount } from "../../store/operation-targets.ts";
import { insertOperation } from "../../store/operations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { recordChange } from "../accounts/index.ts";
import { requireThawedWorkspace } from "../app-users/index.ts";
import type { Acting } from "./acting.ts";
import type { OperationsContext } from "./context.ts";
import { type AskedFilter, filterAtOnce, type Operation, scopeOf, targetFilter } from "./filter.ts";
import { freezeAll, freezeToEnd, lockFor, thawAll } from "./freeze.ts";
import { isAtOnce, isToEnd } from "./kinds.ts";
import { requireNamed, type Unknown, unknownOf } from "./named.ts";

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
  readonly unknown: Unknown;
}

const nothing: TargetCount = { total: 0, atLeast: false, apps: [] };

/**
 * Begins it; what takes long goes on in the background, by whichever process. What is to be frozen, or ended, is frozen when
 * this resolves: no process serves it any more. Throws confirmation_mismatch where it is about another number of connections
 * than was expected, and workspace_frozen where it would use any in a workspace that the server's operator has frozen: there
 * they may only be frozen and ended. Throws app_not_found, connector_not_found and provider_not_found for what is not there; an
 * unfreeze may name what is gone by now.
 */
export async function createOperation(
  context: OperationsContext,
  acting: Acting,
  input: OperationInput,
): Promise<Planned> {
  const { kind, dryRun, expected } = input;
  if (kind !== "freeze" && !isToEnd(kind)) {
    await requireThawedWorkspace(context.store, acting.workspaceId);
  }
  const { workspaceId } = acting;
  if (kind !== "unfreeze") await requireNamed(context, workspaceId, input.filter);
  const unknown = await unknownOf(context, workspaceId, input.filter);
  // What is done at once says afterwards how many it was: a freeze must not wait for a count that nobody asked for.
  const isCounted = dryRun || expected !== null || !isAtOnce(kind);
  const before = isCounted ? await countOf(context, workspaceId, input) : nothing;
  if (dryRun) return { operation: null, count: before, unknown };
  requireExpected(before, expected);
  return await inTransaction(context.store, async (trx) => {
    return {
      ...(await beginOperation(context, trx, acting, { ...input, count: before })),
      unknown,
    };
  });
}

async function countOf(
  context: OperationsContext,
  workspaceId: string,
  { kind, filter }: Pick<OperationInput, "kind" | "filter">,
): Promise<TargetCount> {
  const asked = { kind, filter, createdAt: context.clock.nowSeconds() };
  if (kind !== "unfreeze") {
    const wanted = await targetFilter(context, workspaceId, asked);
    return wanted === null ? nothing : await countTargets(context.store, workspaceId, wanted);
  }
  const found = await countThawable(context.store, workspaceId, {
    filter: await filterAtOnce(context, workspaceId, asked),
    scope: scopeOf(filter),
  });
  const total = found.reduce((sum, { count }) => sum + count, 0);
  return { total: Math.min(total, countedMax), atLeast: total > countedMax, apps: found };
}

/** Call it in a transaction. What is done at once is counted by its receipts. */
export async function beginOperation(
  context: OperationsContext,
  trx: Store,
  acting: Acting,
  {
    kind,
    filter,
    count,
  }: Pick<OperationInput, "kind" | "filter"> & { readonly count: TargetCount },
): Promise<{ readonly operation: Operation; readonly count: TargetCount }> {
  const { workspaceId, caller } = acting;
  const { total, atLeast } = count;
  await lockFor(trx, workspaceId, kind);
  // After the wait for the lock: what was made meanwhile is meant, too.
  const createdAt = context.clock.nowSeconds();
  const asked = JSON.stringify(filter);
  const { actor } = caller;
  const values = { workspaceId, kind, filter: asked, total, atLeast, actor, createdAt };
  const stored = await insertOperation(trx, values);
  const made: Operation = { ...stored, filter };
  const done = isAtOnce(kind)
    ? await (kind === "freeze" ? freezeAll : thawAll)(context, trx, made)
    : made;
  if (isToEnd(kind)) await freezeToEnd(context, trx, made);
  const apps = isAtOnce(kind) ? await appsOfReceipts(trx, made.operationId) : count.apps;
  await recordChange(trx, acting, {
    action: "operation.created",
    target: { kind: "operation", id: made.operationId },
    details: {
      kind,
      connections: String(done.total),
      at_least: String(done.atLeast),
      apps: apps.map(({ appId }) => appId).join(" "),
    },
  });
  return {
    operation: done,
    count: isAtOnce(kind) ? { total: done.total, atLeast: false, apps } : count,
  };
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
