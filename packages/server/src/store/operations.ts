/**
 * Tables operations and operation_receipts. What one process takes up no other does until it says nothing for a
 * while; each write of it names its claim, so that who was taken for dead changes nothing any more.
 */
import { newHandle } from "../lib/id.ts";
import type { Actor } from "./audit-records.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { operationReceipts, operations } from "./tables/operations.ts";

export type Operation = RecordOf<typeof operations>;
export type OperationReceipt = RecordOf<typeof operationReceipts>;

/** Enters an operation that anybody may take up at once. */
export async function insertOperation(
  store: Store,
  input: Pick<Operation, "workspaceId" | "kind" | "filter" | "total"> & { readonly actor: Actor },
): Promise<Operation> {
  const now = store.clock.nowSeconds();
  const { actor, ...values } = input;
  const row = await store.db
    .insertInto("operations")
    .values({
      ...operations.write({
        ...values,
        operationId: newHandle("operation"),
        status: "queued",
        done: 0,
        failed: 0,
        afterId: "",
        nextStepAt: now,
        claimNumber: 0,
        createdAt: now,
      }),
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_label: actor.label,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return operations.read(row);
}

/** The operation of this id, or undefined. */
export async function getOperation(
  store: Store,
  operationId: string,
): Promise<Operation | undefined> {
  const row = await store.db
    .selectFrom("operations")
    .selectAll()
    .where("operation_id", "=", operationId)
    .executeTakeFirst();
  return row && operations.read(row);
}

/** Of a workspace, the newest first. */
export async function listOperations(
  store: Store,
  workspaceId: string,
  page: {
    readonly before: { readonly createdAt: number; readonly operationId: string } | null;
    readonly limit: number;
  },
): Promise<Operation[]> {
  const { before } = page;
  let query = store.db.selectFrom("operations").selectAll().where("workspace_id", "=", workspaceId);
  if (before !== null) {
    const { createdAt, operationId } = before;
    query = query.where((eb) =>
      eb.or([
        eb("created_at", "<", createdAt),
        eb.and([eb("created_at", "=", createdAt), eb("operation_id", "<", operationId)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("created_at", "desc")
    .orderBy("operation_id", "desc")
    .limit(page.limit)
    .execute();
  return rows.map(operations.read);
}

/** Takes up one that is due, the longest due first; undefined where none is. */
export async function claimOperation(
  store: Store,
  holdSeconds: number,
): Promise<Operation | undefined> {
  const now = store.clock.nowSeconds();
  const row = await store.db
    .with(
      (name) => name("due").materialized(),
      (db) => {
        const due = db
          .selectFrom("operations")
          .select("operation_id")
          .where("next_step_at", "<=", now)
          .orderBy("next_step_at")
          .limit(1);
        return store.database.engine === "postgres" ? due.forUpdate().skipLocked() : due;
      },
    )
    .updateTable("operations")
    .set((eb) => ({
      status: "running" as const,
      next_step_at: now + holdSeconds,
      claim_number: eb("claim_number", "+", 1),
    }))
    .where("operation_id", "in", (eb) => eb.selectFrom("due").select("operation_id"))
    .returningAll()
    .executeTakeFirst();
  return row && operations.read(row);
}

function whereClaimed(store: Store, { operationId, claimNumber }: Operation) {
  return store.db
    .updateTable("operations")
    .where("operation_id", "=", operationId)
    .where("claim_number", "=", claimNumber)
    .where("status", "=", "running");
}

/**
 * Writes down what became of a connection, and holds the operation on. Call it in the transaction of what was
 * done; false where it is not ours any more, or was canceled: then nothing may be done.
 */
export async function noteDone(
  store: Store,
  operation: Operation,
  receipt: Omit<OperationReceipt, "operationId" | "doneAt">,
  holdSeconds: number,
): Promise<boolean> {
  const { operationId } = operation;
  const now = store.clock.nowSeconds();
  const { numUpdatedRows } = await whereClaimed(store, operation)
    .set((eb) => ({
      done: eb("done", "+", 1),
      ...(receipt.result === "failed" ? { failed: eb("failed", "+", 1) } : {}),
      after_id: receipt.connectionId,
      next_step_at: now + holdSeconds,
    }))
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await store.db
    .insertInto("operation_receipts")
    .values(operationReceipts.write({ ...receipt, operationId, doneAt: now }))
    .execute();
  return true;
}

/** Lets go of it until a moment (epoch seconds): then anybody may take it up. */
export async function releaseOperation(
  store: Store,
  operation: Operation,
  until: number,
): Promise<void> {
  await whereClaimed(store, operation).set({ next_step_at: until }).execute();
}

/** Ends it: nothing is left to do. */
export async function finishOperation(store: Store, operation: Operation): Promise<void> {
  await whereClaimed(store, operation)
    .set({ status: "succeeded", next_step_at: null, finished_at: store.clock.nowSeconds() })
    .execute();
}

/** Stops one that has not ended; false where it has. What is done stays done. */
export async function cancelOperation(store: Store, operationId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("operations")
    .set({ status: "canceled", next_step_at: null, finished_at: store.clock.nowSeconds() })
    .where("operation_id", "=", operationId)
    .where("status", "in", ["queued", "running"])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** By the connections' ids. */
export async function listOperationReceipts(
  store: Store,
  operationId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<OperationReceipt[]> {
  const rows = await store.db
    .selectFrom("operation_receipts")
    .selectAll()
    .where("operation_id", "=", operationId)
    .where("connection_id", ">", after)
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  return rows.map(operationReceipts.read);
}

/** Forgets operations that ended before a moment, in epoch seconds, with their receipts. */
export async function deleteOperationsEndedBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("operations").where("finished_at", "<", before).execute();
}
