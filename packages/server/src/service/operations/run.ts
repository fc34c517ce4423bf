/**
 * Carries operations out, a page of connections at a time. What ends a connection is committed together with its receipt:
 * whoever goes on after a process that died neither leaves one out nor does one twice.
 */
import { regularly } from "../../lib/regularly.ts";
import { pause } from "../../store/bounded-counts.ts";
import { findFreeze } from "../../store/frozen-workspaces.ts";
import {
  listFrozenTargets,
  listTargets,
  type Target,
  type TargetPage,
} from "../../store/operation-targets.ts";
import {
  claimOperation,
  finishOperation,
  type Operation,
  releaseOperation,
} from "../../store/operations.ts";
import type { OperationsContext } from "./context.ts";
import { deleteAll } from "./delete.ts";
import { endSome } from "./end-some.ts";
import { finishErasure } from "./erase-user.ts";
import { operationOf, targetFilter } from "./filter.ts";
import { isToEnd } from "./kinds.ts";
import { holdSeconds, type Progress } from "./progress.ts";
import { refreshSome } from "./refresh-some.ts";
import { rotatePage } from "./rotate-key.ts";

/** Somebody waits for it to begin. */
const everyMs = 1_000;
/** Connections that are done in one go, before another operation gets its turn. */
const stepMax = 50;
/** Calls to providers at once. */
const concurrentMax = 4;
/** How long one of a frozen workspace is left alone. */
const frozenPauseSeconds = 600;
/** Budgets are dealt out by the second. */
const pauseSeconds = 1;

/** Looks regularly for what is due, until the returned function is called. */
export function runOperationsRegularly(context: OperationsContext): () => void {
  return regularly(context, { what: "carry out operations", everyMs }, () =>
    runOperations(context),
  );
}

/** Carries out all that is due, a page of each in turn. Resolves when nothing is due any more. */
export async function runOperations(context: OperationsContext): Promise<void> {
  const { asking, closing, store } = context;
  while (!closing.aborted && asking.isAllowed) {
    const operation = await claimOperation(store, holdSeconds);
    if (operation === undefined) return;
    await runPage(context, operation);
    // Of many pages without any that is meant, too, others get their turn: SQLite holds the event loop during a statement.
    await pause();
  }
}

/** Does what is next, and lets go of it then: others have waited meanwhile. */
async function runPage(context: OperationsContext, operation: Operation): Promise<void> {
  const { clock, store } = context;
  const { afterId: after, kind, workspaceId } = operation;
  const release = (seconds: number, afterId?: string) =>
    releaseOperation(store, operation, { until: clock.nowSeconds() + seconds, afterId });
  // Of a workspace that the server's operator has frozen nothing is used; ended is what is to be.
  const isHeld = !isToEnd(kind) && (await findFreeze(store, workspaceId)) !== undefined;
  if (isHeld) return release(frozenPauseSeconds);
  if (kind === "rotate_encryption_key") return await rotatePage(context, operation);
  const filter = await targetFilter(context, workspaceId, operationOf(operation));
  const page = { after, limit: stepMax };
  const { targets, next } =
    filter === null ? noTargets : await listTargets(store, workspaceId, filter, page);
  const progress = await step(context, operation, targets);
  if (progress === "lost") return;
  if (progress === "wait") return await release(pauseSeconds);
  if (next !== null) return await release(0, next);
  if (isToEnd(kind)) return await endRest(context, operation, release);
  await finishOperation(store, operation);
}

/** What it has frozen and does not find any more: its state has changed since, and it is meant all the same. */
async function endRest(
  context: OperationsContext,
  operation: Operation,
  release: (seconds: number) => Promise<void>,
): Promise<void> {
  const rest = await listFrozenTargets(context.store, operation, stepMax);
  if (rest.length === 0) return await endAll(context, operation, release);
  const progress = await step(context, operation, rest);
  if (progress !== "lost") await release(progress === "wait" ? pauseSeconds : 0);
}

async function endAll(
  context: OperationsContext,
  operation: Operation,
  release: (seconds: number) => Promise<void>,
): Promise<void> {
  const { kind } = operation;
  if (kind === "erase_user") return await finishErasure(context, operation);
  if (kind !== "delete_app" && kind !== "delete_workspace") {
    return await finishOperation(context.store, operation);
  }
  const wait = await deleteAll(context, operation);
  if (wait !== null) await release(wait);
}

const noTargets: TargetPage = { targets: [], next: null };

async function step(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<Progress> {
  const work = isToEnd(operation.kind) ? endSome : refreshSome;
  for (let at = 0; at < targets.length; at += concurrentMax) {
    const progress = await work(context, operation, targets.slice(at, at + concurrentMax));
    if (progress !== "done") return progress;
    // What is not done here goes on elsewhere, or after the next start.
    if (context.closing.aborted) return "wait";
  }
  return "done";
}
