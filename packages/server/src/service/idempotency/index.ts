/** Calls that create something and may come again: they are carried out once. */
export type { IdempotencyContext } from "./context.ts";
export { type Answered, type FirstAnswer, type KeyedCall, once } from "./once.ts";
