/** Ends connections, or ends and forgets them. Each is committed together with its receipt. */
import { insertAuditRecord } from "../../store/audit-records.ts";
import { deleteConnection, lockConnectionRow } from "../../store/connection-writes.ts";
import { getConnector } from "../../store/connectors.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import type { Target } from "../../store/operation-targets.ts";
import type { Operation } from "../../store/operations.ts";
import type { Revocation } from "../../store/revocations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { endConnection, settle } from "../revocation/index.ts";
import type { OperationsContext } from "./context.ts";
import { codeOf, NotOurs, note, type Progress, whileOurs } from "./progress.ts";

export async function endSome(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<Progress> {
  const queued: Revocation[] = [];
  const isOurs = await whileOurs(async () => {
    for (const target of targets) {
      const ended = await endOrNote(context, operation, target);
      if (ended !== undefined) queued.push(ended);
    }
  });
  // What cannot be revoked soon is tried on without us.
  await Promise.allSettled(queued.map((one) => settle(context, one)));
  return isOurs ? "done" : "lost";
}

/** One that cannot be ended holds up no other; where the database is away, all of it waits. */
async function endOrNote(
  context: OperationsContext,
  operation: Operation,
  target: Target,
): Promise<Revocation | undefined> {
  try {
    return await inTransaction(context.store, (trx) => endOne(context, trx, operation, target));
  } catch (thrown) {
    if (thrown instanceof NotOurs || isDatabaseUnavailable(thrown)) throw thrown;
    const failureCode = codeOf(context, target, thrown);
    const failed = { result: "failed", revocationId: null, failureCode } as const;
    await inTransaction(context.store, (trx) => note(trx, operation, target, failed));
    return undefined;
  }
}

async function endOne(
  context: OperationsContext,
  trx: Store,
  operation: Operation,
  target: Target,
): Promise<Revocation | undefined> {
  const { actor, createdAt, kind, operationId, workspaceId } = operation;
  const { connectionId, connectorId } = target;
  const connection = await lockConnectionRow(trx, connectionId);
  const registered = await getConnector(trx, workspaceId, connectorId);
  // Who has connected anew since it began is not meant.
  const isMeant = connection !== undefined && (connection.connectedAt ?? 0) <= createdAt;
  const ended =
    isMeant && registered !== undefined
      ? await endConnection(context, trx, registered, connection)
      : undefined;
  const erases = isMeant && kind !== "disconnect";
  if (erases) await deleteConnection(trx, connectionId);
  const result = erases ? "erased" : ended === undefined ? "not_connected" : "ended";
  const revocationId = ended?.revocationId ?? null;
  await note(trx, operation, target, { result, revocationId, failureCode: null });
  if (!erases && ended === undefined) return undefined;
  await insertAuditRecord(trx, {
    workspaceId,
    actor,
    action: erases ? "connection.erased" : "connection.disconnected",
    target: { kind: "connection", id: connectionId },
    details: { operation: operationId },
  });
  return ended;
}
