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
  input: Pick<Operation, "workspaceId" | "kind" | "filter" | "total" | "atLeast" | "createdAt"> & {
    readonly actor: Actor;
  },
): Promise<Operation> {
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
        nextStepAt: input.createdAt,
        claimNumber: 0,
      }),
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_label: actor.label,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return operations.read(row);
}

/** Says of one that was just entered that all of it is done. */
export async function completeOperation(
  store: Store,
  { operationId }: Pick<Operation, "operationId">,
  done: number,
): Promise<Operation> {
  const row = await store.db
    .updateTable("operations")
    .set({
      status: "succeeded",
      total: done,
      done,
      at_least: 0,
      next_step_at: null,
      finished_at: store.clock.nowSeconds(),
    })
    .where("operation_id", "=", operationId)
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

/** Takes up one that is due: the longest due first, then the one taken up less often; undefined where none is. */
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
          .orderBy("claim_number")
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

/** Lets go of it until a moment (epoch seconds): then anybody may take it up, after a connection where one is given. */
export async function releaseOperation(
  store: Store,
  operation: Operation,
  { until, afterId }: { readonly until: number; readonly afterId: string | undefined },
): Promise<void> {
  const after = afterId === undefined ? {} : { after_id: afterId };
  await whereClaimed(store, operation)
    .set({ next_step_at: until, ...after })
    .execute();
}

/**
 * Writes down how far it is, of what has no receipts, and lets go of it until a moment. False where it is not ours any
 * more, or was canceled.
 */
export async function moveOperation(
  store: Store,
  operation: Operation,
  to: {
    readonly afterId: string;
    readonly done: number;
    readonly failed: number;
    readonly until: number;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await whereClaimed(store, operation)
    .set((eb) => ({
      done: eb("done", "+", to.done),
      failed: eb("failed", "+", to.failed),
      after_id: to.afterId,
      next_step_at: to.until,
    }))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The one of this kind that has not ended, or undefined. */
export async function findUnended(
  store: Store,
  workspaceId: string,
  kind: Operation["kind"],
): Promise<Operation | undefined> {
  const row = await store.db
    .selectFrom("operations")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("kind", "=", kind)
    .where("next_step_at", "is not", null)
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  return row && operations.read(row);
}

/** Ends it: nothing is left to do. */
export async function finishOperation(store: Store, operation: Operation): Promise<void> {
  await whereClaimed(store, operation)
    .set({ status: "succeeded", next_step_at: null, finished_at: store.clock.nowSeconds() })
    .execute();
}

/** Where it is, once it cannot be stopped any more: behind every connection's id. */
const beyond = "gone";

/** Says that it cannot be stopped any more; false where it was, or is another's. */
export async function beyondRecall(store: Store, operation: Operation): Promise<boolean> {
  const { numUpdatedRows } = await whereClaimed(store, operation)
    .set({ after_id: beyond })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Lets it be taken up at once, where it waits. */
export async function hurryOperation({ db, clock }: Store, operationId: string): Promise<void> {
  await db
    .updateTable("operations")
    .set({ next_step_at: clock.nowSeconds() })
    .where("operation_id", "=", operationId)
    .where("next_step_at", "is not", null)
    .execute();
}

/** Stops one that has not ended; false where it has. What is done stays done. */
export async function cancelOperation(store: Store, operationId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("operations")
    .set({ status: "canceled", next_step_at: null, finished_at: store.clock.nowSeconds() })
    .where("operation_id", "=", operationId)
    .where("status", "in", ["queued", "running"])
    .where("after_id", "<>", beyond)
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

/** What one statement deletes, so that nobody waits long for it, and how many there are at once. */
const portion = 1_000;
const portionsMax = 50;

/**
 * Forgets operations that ended before a moment, in epoch seconds, with their receipts; at most 50,000 receipts
 * at once, and an operation once nothing of it is left.
 */
export async function deleteOperationsEndedBefore(store: Store, before: number): Promise<void> {
  const { db } = store;
  const ended = db
    .selectFrom("operations")
    .select("operation_id")
    .where("finished_at", "<", before);
  for (let portions = 0; portions < portionsMax; portions += 1) {
    const { numDeletedRows } = await db
      .deleteFrom("operation_receipts")
      .where((eb) =>
        eb(
          eb.refTuple("operation_id", "connection_id"),
          "in",
          eb
            .selectFrom("operation_receipts")
            .select(["operation_id", "connection_id"])
            .where("operation_id", "in", ended)
            .limit(portion)
            .$asTuple("operation_id", "connection_id"),
        ),
      )
      .executeTakeFirstOrThrow();
    if (numDeletedRows < portion) break;
  }
  await db
    .deleteFrom("operations")
    .where(
      "operation_id",
      "in",
      ended
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("operation_receipts")
                .select("connection_id")
                .whereRef("operation_receipts.operation_id", "=", "operations.operation_id"),
            ),
          ),
        )
        .limit(portion),
    )
    .execute();
}
