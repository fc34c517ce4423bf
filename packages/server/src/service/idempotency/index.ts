/** Calls that create something and may come again: they are carried out once. */
export type { IdempotencyContext } from "./context.ts";
export { type Answered, once } from "./once.ts";
