/** Writing down what became of a connection, by whoever has the operation. */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import type { Target } from "../../store/operation-targets.ts";
import { noteDone, type Operation, type OperationReceipt } from "../../store/operations.ts";
import type { Store } from "../../store/store.ts";
import type { OperationsContext } from "./context.ts";

/** A process that says nothing for so long is taken for dead: longer than any call to a provider. */
export const holdSeconds = 60;

/** What became of some: done, not ours any more or stopped; or the rest waits: for the provider's budget, or a start. */
export type Progress = "done" | "lost" | "wait";

/** Another process has it, or somebody stopped it: what was about to be done is undone. */
export class NotOurs extends Error {}

/** False where it turned out not to be ours. */
export async function whileOurs(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (thrown instanceof NotOurs) return false;
    throw thrown;
  }
}

/** Call it in the transaction of what was done: it throws NotOurs where that must not be. */
export async function note(
  store: Store,
  operation: Operation,
  { connectionId, appId, integrationType }: Target,
  outcome: Pick<OperationReceipt, "result" | "revocationId" | "failureCode">,
): Promise<void> {
  const receipt = { connectionId, appId, integrationType, ...outcome };
  if (!(await noteDone(store, operation, receipt, holdSeconds))) throw new NotOurs();
}

/** The stable code of what went wrong; what is not known by one is logged. */
export function codeOf(
  { log }: OperationsContext,
  { connectionId }: Target,
  thrown: unknown,
): GrantryError["code"] {
  if (thrown instanceof GrantryError) return thrown.code;
  log.error({ connectionId, cause: describeThrown(thrown) }, "an operation could not do it");
  return "internal";
}
