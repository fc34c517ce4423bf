/** Grants that are given back: queued, tried until they are, and receipted. */
export type { RevocationContext } from "./context.ts";
export { giveBack } from "./give-back.ts";
export { type HeldGrant, holdGrant, holdLonger, releaseGrant, takeHeld } from "./hold.ts";
export { endConnection, endLeftOver, grantOfConnection, queueRevocation, settle } from "./queue.ts";
export {
  getReceipt,
  listReceipts,
  type Receipt,
  type Receipts,
  type RevocationResult,
  receiptOf,
  receiptsOf,
  resultOf,
} from "./receipts.ts";
export { nameGrants } from "./rests-on.ts";
export { revokeRegularly } from "./run-due.ts";
export type { RevocationSettings } from "./settings.ts";
