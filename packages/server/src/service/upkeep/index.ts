/** What a process does unasked, and what it tells of itself. */
export { awaitTakeOver, type MutableAsking, readAsking } from "./await-take-over.ts";
export type { UpkeepContext } from "./context.ts";
export { keepKeysRegularly } from "./keep-keys.ts";
export { createKeyKeeper, type KeyKeeper } from "./key-keeper.ts";
export { mayReadMetrics } from "./may-read-metrics.ts";
export { tellOfOthers } from "./others.ts";
export { createReadiness, type Readiness } from "./ready.ts";
export { sweepRegularly } from "./sweep.ts";
export { readTakeOver, type TakeOver, takeOver } from "./take-over.ts";
