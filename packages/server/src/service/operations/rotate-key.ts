/** Gives a workspace a new data key, and seals its values anew with it, a page at a time in the background. */
import { systemClock } from "../../lib/clock.ts";
import {
  findUnended,
  finishOperation,
  insertOperation,
  moveOperation,
  type Operation as StoredOperation,
} from "../../store/operations.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { type ResealPosition, resealStart } from "../../store/reseal.ts";
import { inTransaction } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import {
  countSealedValues,
  requireRoomForKey,
  resealOf,
  stageForAll,
  useStaged,
} from "../keys/index.ts";
import type { OperationsContext } from "./context.ts";
import { everyConnection, type Operation, operationOf } from "./filter.ts";
import { NotOurs, whileOurs } from "./progress.ts";

const kind = "rotate_encryption_key";
/** Rows of a page, and a pause after each: this process serves meanwhile. */
const pageRows = 100;
const pauseMs = 10;
/** How long is waited for other processes before they are asked again. */
const waitSeconds = 1;

/** Begins it; where one is under way, that one goes on. Throws limit_reached. */
export async function rotateEncryptionKey(
  context: OperationsContext,
  operator: WorkspaceOperator,
): Promise<Operation> {
  const { store, clock } = context;
  const { workspaceId, caller } = operator;
  const { total, atLeast } = await countSealedValues(context, workspaceId);
  return await inTransaction(store, async (trx) => {
    // Of two at the same moment the second finds the first under way.
    await lockWorkspace(trx, workspaceId);
    const underWay = await findUnended(trx, workspaceId, kind);
    if (underWay !== undefined) return operationOf(underWay);
    await requireRoomForKey(trx, workspaceId);
    const filter = JSON.stringify(everyConnection);
    const { actor } = caller;
    const createdAt = clock.nowSeconds();
    const values = { workspaceId, kind, filter, total, atLeast, actor, createdAt } as const;
    const made = await insertOperation(trx, values);
    await recordChange(trx, operator, {
      action: "operation.created",
      target: { kind: "operation", id: made.operationId },
      details: { kind },
    });
    return operationOf(made);
  });
}

/** Does what is next: brings the key into use once every process knows it, then seals page after page. */
export async function rotatePage(
  context: OperationsContext,
  operation: StoredOperation,
): Promise<void> {
  if (operation.afterId === "") await bringIntoUse(context, operation);
  else await sealPage(context, operation);
}

async function bringIntoUse(context: OperationsContext, operation: StoredOperation): Promise<void> {
  const { store } = context;
  const { workspaceId, actor } = operation;
  const keyId = await stageForAll(context, workspaceId);
  if (keyId === null) return await wait(context, operation);
  await whileOurs(() =>
    inTransaction(store, async (trx) => {
      await useStaged(trx, { workspaceId, keyId, actor });
      await move(context, trx, operation, { position: resealStart });
    }),
  );
}

async function sealPage(context: OperationsContext, operation: StoredOperation): Promise<void> {
  const { store } = context;
  const { workspaceId } = operation;
  const at = positionOf(operation);
  const page = await resealOf(context, at, { workspaceId, limit: pageRows });
  if (page === null) return await wait(context, operation);
  const { next: position, resealed: done, unreadable } = page;
  const moved = { position: position ?? at, done, failed: unreadable.length };
  const isOurs = await whileOurs(() => move(context, store, operation, moved));
  if (isOurs && position === null) await finishOperation(store, operation);
  else if (done > 0) await systemClock.sleep(pauseMs);
}

async function wait(context: OperationsContext, operation: StoredOperation): Promise<void> {
  const { afterId } = operation;
  const until = context.clock.nowSeconds() + waitSeconds;
  await moveOperation(context.store, operation, { afterId, done: 0, failed: 0, until });
}

/** Throws NotOurs. */
async function move(
  { clock }: OperationsContext,
  store: OperationsContext["store"],
  operation: StoredOperation,
  to: { readonly position: ResealPosition; readonly done?: number; readonly failed?: number },
): Promise<void> {
  const { position, done = 0, failed = 0 } = to;
  const afterId = `${position.table}:${position.after}`;
  const moved = { afterId, done, failed, until: clock.nowSeconds() };
  if (!(await moveOperation(store, operation, moved))) throw new NotOurs();
}

function positionOf({ afterId }: StoredOperation): ResealPosition {
  const colon = afterId.indexOf(":");
  return { table: Number(afterId.slice(0, colon)), after: afterId.slice(colon + 1) };
}
