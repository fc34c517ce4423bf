/** Table idempotency_keys: every column, once. Calls that created something, and what they were answered. */
import * as t from "../table.ts";

export const idempotencyKeys = t.defineTable({
  /** SHA-256 of caller, operation, address and key. */
  scope_hash: t.bytes,
  /** Of the body, keyed: `{key id}:{HMAC}`. */
  fingerprint: t.text,
  /** HTTP status of the answer; null only inside of the transaction that makes it. */
  status: t.optionalInt,
  sealed_answer: t.optionalBytes,
  expires_at: t.int,
});

export type IdempotencyKeyRow = t.RowOf<typeof idempotencyKeys>;
