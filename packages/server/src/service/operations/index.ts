/** What is done to many connections at once: begun, carried out in the background, stopped, receipted. */

export type { Acting } from "./acting.ts";
export type { OperationsContext } from "./context.ts";
export { createOperation, type OperationInput, type Planned } from "./create.ts";
export { deleteApp, deleteWorkspace, finishWorkspaceDeletion } from "./delete.ts";
export { eraseUser } from "./erase-user.ts";
export { type AskedFilter, everyConnection, type Operation } from "./filter.ts";
export { operateOnProvider } from "./of-provider.ts";
export { rotateEncryptionKey } from "./rotate-key.ts";
export { runOperationsRegularly } from "./run.ts";
export {
  getOperation,
  listFreezes,
  listOperations,
  listReceipts,
  type OperationResult,
  type ReceiptOfConnection,
} from "./show.ts";
export { stopOperation } from "./stop.ts";
