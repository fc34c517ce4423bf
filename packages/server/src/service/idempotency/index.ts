/** Calls that create something and may come again: they are carried out once. */

export { type Answered, answerOnce } from "./answer-once.ts";
export type { IdempotencyContext } from "./context.ts";
