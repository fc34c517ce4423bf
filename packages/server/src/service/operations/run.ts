/**
 * Carries operations out, a connection at a time. What was done to one is committed together with the receipt
 * of it: whoever goes on after a process that died neither leaves one out nor does one twice.
 */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { regularly } from "../../lib/regularly.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { getConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { findFreeze } from "../../store/frozen-workspaces.ts";
import { listTargets, type Target } from "../../store/operation-targets.ts";
import {
  claimOperation,
  finishOperation,
  noteDone,
  type Operation,
  type OperationReceipt,
  releaseOperation,
} from "../../store/operations.ts";
import type { Revocation } from "../../store/revocations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { noDemands, refreshed } from "../engine/index.ts";
import { endConnection, settle } from "../revocation/index.ts";
import type { OperationsContext } from "./context.ts";
import { filterOf } from "./filter.ts";

/** Somebody waits for it to begin. */
const everyMs = 1_000;
/** A process that says nothing for so long is taken for dead: longer than any call to a provider. */
const holdSeconds = 60;
/** Connections that are looked for in one go. */
const stepMax = 50;
/** Calls to providers at once. */
const concurrentMax = 4;
/** How long one of a frozen workspace is left alone. */
const frozenPauseSeconds = 600;

/** Looks regularly for what is due, until the returned function is called. */
export function runOperationsRegularly(context: OperationsContext): () => void {
  return regularly(context, { what: "carry out operations", everyMs }, () =>
    runOperations(context),
  );
}

/** Carries out all that is due, one after the other. Resolves when that is done. */
export async function runOperations(context: OperationsContext): Promise<void> {
  const { closing, store } = context;
  while (!closing.aborted) {
    const operation = await claimOperation(store, holdSeconds);
    if (operation === undefined) return;
    await run(context, operation);
  }
}

async function run(context: OperationsContext, operation: Operation): Promise<void> {
  const { clock, closing, store } = context;
  const { workspaceId } = operation;
  let after = operation.afterId;
  for (;;) {
    // What is not done here goes on elsewhere, or after the next start.
    if (closing.aborted) return await releaseOperation(store, operation, clock.nowSeconds());
    if ((await findFreeze(store, workspaceId)) !== undefined) {
      return await releaseOperation(store, operation, clock.nowSeconds() + frozenPauseSeconds);
    }
    const page = { after, limit: stepMax };
    const targets = await listTargets(store, workspaceId, filterOf(operation), page);
    const last = targets.at(-1);
    if (last === undefined) return await finishOperation(store, operation);
    if (!(await step(context, operation, targets))) return;
    after = last.connectionId;
  }
}

/** False where it is not ours any more, or was stopped. */
async function step(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<boolean> {
  for (let at = 0; at < targets.length; at += concurrentMax) {
    const some = targets.slice(at, at + concurrentMax);
    const goesOn =
      operation.kind === "disconnect"
        ? await disconnectSome(context, operation, some)
        : await refreshSome(context, operation, some);
    if (!goesOn) return false;
    if (context.closing.aborted) return true;
  }
  return true;
}

async function disconnectSome(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<boolean> {
  const queued: Revocation[] = [];
  let isOurs = true;
  for (const target of targets) {
    const ended = await inTransaction(context.store, (trx) =>
      disconnectOne(context, trx, operation, target),
    ).catch((thrown: unknown) => {
      if (thrown instanceof NotOurs) return thrown;
      throw thrown;
    });
    if (ended instanceof NotOurs) {
      isOurs = false;
      break;
    }
    if (ended !== undefined) queued.push(ended);
  }
  // What cannot be revoked soon is tried on without us.
  await Promise.allSettled(queued.map((one) => settle(context, one)));
  return isOurs;
}

/** Another process has it, or somebody stopped it: what was about to be done is undone. */
class NotOurs extends Error {}

async function disconnectOne(
  context: OperationsContext,
  trx: Store,
  operation: Operation,
  target: Target,
): Promise<Revocation | undefined> {
  const { actor, operationId, workspaceId } = operation;
  const { connectionId, connectorId } = target;
  const connection = await getConnection(trx, connectionId);
  const registered = await getConnector(trx, workspaceId, connectorId);
  const ended =
    connection && registered && (await endConnection(context, trx, registered, connection));
  const receipt = {
    result: ended === undefined ? "not_connected" : "ended",
    revocationId: ended?.revocationId ?? null,
    failureCode: null,
  } as const;
  await note(trx, operation, target, receipt);
  if (ended === undefined) return undefined;
  await insertAuditRecord(trx, {
    workspaceId,
    actor,
    action: "connection.disconnected",
    target: { kind: "connection", id: connectionId },
    details: { operation: operationId },
  });
  return ended;
}

async function note(
  store: Store,
  operation: Operation,
  { connectionId, appId, integrationType }: Target,
  outcome: Pick<OperationReceipt, "result" | "revocationId" | "failureCode">,
): Promise<void> {
  const receipt = { connectionId, appId, integrationType, ...outcome };
  if (!(await noteDone(store, operation, receipt, holdSeconds))) throw new NotOurs();
}

/** What a process that died has refreshed and not noted is refreshed once more: that ends nothing. */
async function refreshSome(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<boolean> {
  const outcomes = await Promise.all(
    targets.map(async (target) => ({ target, failure: await refreshOne(context, target) })),
  );
  try {
    for (const { target, failure } of outcomes) {
      const result = failure === null ? "refreshed" : "failed";
      const outcome = { result, revocationId: null, failureCode: failure } as const;
      await inTransaction(context.store, (trx) => note(trx, operation, target, outcome));
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof NotOurs) return false;
    throw thrown;
  }
}

/** The code of why it failed; null where it worked. */
async function refreshOne(
  context: OperationsContext,
  { connectionId }: Target,
): Promise<string | null> {
  const connection = await getConnection(context.store, connectionId);
  if (connection === undefined) return "not_connected";
  const demands = { ...noDemands, refusedVersion: connection.version };
  try {
    await refreshed(context, connectionId, { demands, trigger: "background" });
    return null;
  } catch (thrown) {
    if (thrown instanceof GrantryError) return thrown.code;
    context.log.error({ connectionId, cause: describeThrown(thrown) }, "not refreshed");
    return "internal";
  }
}
