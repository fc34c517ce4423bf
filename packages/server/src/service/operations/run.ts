/**
 * Carries operations out, a page of connections at a time. A disconnect is committed together with its receipt:
 * whoever goes on after a process that died neither leaves one out nor does one twice. A refresh happens at the
 * provider, before its receipt: of those that were under way when a process died, each may be refreshed once more.
 */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { regularly } from "../../lib/regularly.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { pause } from "../../store/bounded-counts.ts";
import { lockConnectionRow } from "../../store/connection-writes.ts";
import { getConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import { enterProvider, takeBudget } from "../../store/due-refreshes.ts";
import { findFreeze } from "../../store/frozen-workspaces.ts";
import { listTargets, type Target, type TargetPage } from "../../store/operation-targets.ts";
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
import { providerKeyOf } from "../providers/index.ts";
import { endConnection, settle } from "../revocation/index.ts";
import type { OperationsContext } from "./context.ts";
import { operationOf, targetFilter } from "./filter.ts";

/** Somebody waits for it to begin. */
const everyMs = 1_000;
/** A process that says nothing for so long is taken for dead: longer than any call to a provider. */
const holdSeconds = 60;
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
  const { closing, store } = context;
  while (!closing.aborted) {
    const operation = await claimOperation(store, holdSeconds);
    if (operation === undefined) return;
    await runPage(context, operation);
    // Of many pages without any that is meant, too, others get their turn: SQLite holds the event loop during a statement.
    await pause();
  }
}

/** What became of some: done, not ours any more or stopped; or the rest waits: for the provider's budget, or a start. */
type Progress = "done" | "lost" | "wait";

/** Does what is next, and lets go of it then: others have waited meanwhile. */
async function runPage(context: OperationsContext, operation: Operation): Promise<void> {
  const { clock, store } = context;
  const { afterId: after, workspaceId } = operation;
  const release = (seconds: number, afterId?: string) =>
    releaseOperation(store, operation, { until: clock.nowSeconds() + seconds, afterId });
  if ((await findFreeze(store, workspaceId)) !== undefined) return release(frozenPauseSeconds);
  const filter = await targetFilter(context, workspaceId, operationOf(operation));
  const page = { after, limit: stepMax };
  const { targets, next } =
    filter === null ? noTargets : await listTargets(store, workspaceId, filter, page);
  const progress = await step(context, operation, targets);
  if (progress === "lost") return;
  if (progress === "wait") return await release(pauseSeconds);
  if (next === null) return await finishOperation(store, operation);
  await release(0, next);
}

const noTargets: TargetPage = { targets: [], next: null };

async function step(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<Progress> {
  const work = operation.kind === "disconnect" ? disconnectSome : refreshSome;
  for (let at = 0; at < targets.length; at += concurrentMax) {
    const progress = await work(context, operation, targets.slice(at, at + concurrentMax));
    if (progress !== "done") return progress;
    // What is not done here goes on elsewhere, or after the next start.
    if (context.closing.aborted) return "wait";
  }
  return "done";
}

async function disconnectSome(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<Progress> {
  const queued: Revocation[] = [];
  const isOurs = await whileOurs(async () => {
    for (const target of targets) {
      const ended = await disconnectOrNote(context, operation, target);
      if (ended !== undefined) queued.push(ended);
    }
  });
  // What cannot be revoked soon is tried on without us.
  await Promise.allSettled(queued.map((one) => settle(context, one)));
  return isOurs ? "done" : "lost";
}

/** Another process has it, or somebody stopped it: what was about to be done is undone. */
class NotOurs extends Error {}

/** False where it turned out not to be ours. */
async function whileOurs(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (thrown instanceof NotOurs) return false;
    throw thrown;
  }
}

/** One that cannot be ended holds up no other; where the database is away, all of it waits. */
async function disconnectOrNote(
  context: OperationsContext,
  operation: Operation,
  target: Target,
): Promise<Revocation | undefined> {
  try {
    return await inTransaction(context.store, (trx) =>
      disconnectOne(context, trx, operation, target),
    );
  } catch (thrown) {
    if (thrown instanceof NotOurs || isDatabaseUnavailable(thrown)) throw thrown;
    const failureCode = codeOf(context, target, thrown);
    const failed = { result: "failed", revocationId: null, failureCode } as const;
    await inTransaction(context.store, (trx) => note(trx, operation, target, failed));
    return undefined;
  }
}

/** The stable code of what went wrong; what is not known by one is logged. */
function codeOf(
  { log }: OperationsContext,
  { connectionId }: Target,
  thrown: unknown,
): GrantryError["code"] {
  if (thrown instanceof GrantryError) return thrown.code;
  log.error({ connectionId, cause: describeThrown(thrown) }, "an operation could not do it");
  return "internal";
}

async function disconnectOne(
  context: OperationsContext,
  trx: Store,
  operation: Operation,
  target: Target,
): Promise<Revocation | undefined> {
  const { actor, createdAt, operationId, workspaceId } = operation;
  const { connectionId, connectorId } = target;
  const connection = await lockConnectionRow(trx, connectionId);
  const registered = await getConnector(trx, workspaceId, connectorId);
  // Who has connected anew since it began is not meant.
  const isMeant = connection !== undefined && (connection.connectedAt ?? 0) <= createdAt;
  const ended =
    isMeant && registered !== undefined
      ? await endConnection(context, trx, registered, connection)
      : undefined;
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
): Promise<Progress> {
  const { store } = context;
  const granted: Target[] = [];
  for (const target of targets) {
    if (!(await takeTurn(context, operation, target))) break;
    granted.push(target);
  }
  const outcomes = await Promise.all(
    granted.map(async (target) => ({ target, failure: await refreshOne(context, target) })),
  );
  const isOurs = await whileOurs(async () => {
    for (const { target, failure } of outcomes) {
      const result = failure === null ? "refreshed" : "failed";
      const outcome = { result, revocationId: null, failureCode: failure } as const;
      await inTransaction(store, (trx) => note(trx, operation, target, outcome));
    }
  });
  if (!isOurs) return "lost";
  return granted.length < targets.length ? "wait" : "done";
}

/** Whether the provider may be asked in this second: the budget is that of the background's refreshes. */
async function takeTurn(
  { engine, store }: OperationsContext,
  { workspaceId }: Operation,
  { connectorId, providerKey }: Target,
): Promise<boolean> {
  const registered =
    providerKey === null ? await getConnector(store, workspaceId, connectorId) : undefined;
  const key = providerKey ?? (registered && providerKeyOf(registered));
  // Without a connector nobody is asked.
  if (key === undefined) return true;
  await enterProvider(store, key);
  const { perSecond } = engine.background;
  return (await takeBudget(store, key, { wanted: 1, perSecond })) === 1;
}

/** The code of why it failed; null where it worked. */
async function refreshOne(context: OperationsContext, target: Target): Promise<string | null> {
  const { connectionId } = target;
  const connection = await getConnection(context.store, connectionId);
  if (connection === undefined) return "not_connected";
  const demands = { ...noDemands, refusedVersion: connection.version };
  try {
    await refreshed(context, connectionId, { demands, trigger: "operator" });
    return null;
  } catch (thrown) {
    if (isDatabaseUnavailable(thrown)) throw thrown;
    return codeOf(context, target, thrown);
  }
}
