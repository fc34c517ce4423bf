/** Operations as they stand, and what became of each connection. */
import { GrantryError } from "../../lib/error.ts";
import { listFreezes as listStanding, type Freeze as StoredFreeze } from "../../store/freezes.ts";
import {
  getOperation as findOperation,
  listOperations as listAll,
  listOperationReceipts,
  type OperationReceipt,
} from "../../store/operations.ts";
import { getRevocations } from "../../store/revocation-receipts.ts";
import { type ConnectionName, connectionNames } from "../connections/index.ts";
import { type RevocationResult, receiptOf } from "../revocation/index.ts";
import type { OperationsContext } from "./context.ts";
import { type AskedFilter, type Operation, operationOf } from "./filter.ts";

/** `unknown`: its revocation is not known any more. */
export type OperationResult =
  | RevocationResult
  | "frozen"
  | "unfrozen"
  | "not_connected"
  | "erased"
  | "refreshed"
  | "failed"
  | "unknown";

/** What became of a connection. Times are epoch seconds. */
export interface ReceiptOfConnection
  extends Pick<OperationReceipt, "connectionId" | "appId" | "integrationType" | "doneAt"> {
  /** Null where it is gone. */
  readonly name: ConnectionName | null;
  readonly result: OperationResult;
  /** Stable code of why it failed, or its grant is still to be revoked. */
  readonly failureCode: string | null;
  /** When its grant is tried again to be revoked; null where it is not. */
  readonly nextTryAt: number | null;
  /** Whether nothing is kept of the connection any more. */
  readonly erased: boolean;
}

/** Throws operation_not_found, also for one of another workspace. */
export async function getOperation(
  { store }: OperationsContext,
  workspaceId: string,
  operationId: string,
): Promise<Operation> {
  const operation = await findOperation(store, operationId);
  if (operation?.workspaceId !== workspaceId) throw new GrantryError("operation_not_found");
  return operationOf(operation);
}

/** A page of a workspace's operations, the newest first. */
export async function listOperations(
  { store }: OperationsContext,
  workspaceId: string,
  page: Parameters<typeof listAll>[2],
): Promise<Operation[]> {
  return (await listAll(store, workspaceId, page)).map(operationOf);
}

/** A freeze that stands, with its filter as it was asked for. */
export interface Freeze extends Omit<StoredFreeze, "filter"> {
  readonly filter: AskedFilter;
}

/** A page of those that stand in a workspace, the newest first. */
export async function listFreezes(
  { store }: OperationsContext,
  workspaceId: string,
  page: Parameters<typeof listStanding>[2],
): Promise<Freeze[]> {
  const found = await listStanding(store, workspaceId, page);
  return found.map((one) => ({ ...one, filter: JSON.parse(one.filter) as AskedFilter }));
}

/** What became of each, by the connections' ids. Throws operation_not_found. */
export async function listReceipts(
  context: OperationsContext,
  { workspaceId, operationId }: { readonly workspaceId: string; readonly operationId: string },
  page: { readonly after: string; readonly limit: number },
): Promise<ReceiptOfConnection[]> {
  const { store } = context;
  await getOperation(context, workspaceId, operationId);
  const receipts = await listOperationReceipts(store, operationId, page);
  const ids = receipts.flatMap(({ revocationId }) => revocationId ?? []);
  const revocations = await getRevocations(store, ids);
  const names = await connectionNames(
    context,
    workspaceId,
    receipts.map(({ connectionId }) => connectionId),
  );
  return receipts.map(({ connectionId, appId, integrationType, doneAt, ...one }) => {
    const revocation = one.revocationId === null ? undefined : revocations.get(one.revocationId);
    const receipt = revocation && receiptOf(revocation);
    return {
      connectionId,
      appId,
      integrationType,
      doneAt,
      name: names.get(connectionId) ?? null,
      result: resultOf(one, receipt?.result),
      erased: one.result === "erased",
      failureCode: one.failureCode ?? receipt?.failureCode ?? null,
      nextTryAt: receipt?.nextTryAt ?? null,
    };
  });
}

/** What was erased without a grant, as it had ended before, has nothing to revoke. */
function resultOf(
  { result, revocationId }: Pick<OperationReceipt, "result" | "revocationId">,
  revocation: RevocationResult | undefined,
): OperationResult {
  if (result === "ended" || (result === "erased" && revocationId !== null)) {
    return revocation ?? "unknown";
  }
  return result;
}
