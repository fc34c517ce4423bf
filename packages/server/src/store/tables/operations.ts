/** Tables operations and operation_receipts: every column, once. What is done to many connections in the background. */
import * as t from "../table.ts";
import type { ActorKind } from "./audit.ts";

export type OperationKind =
  | "freeze"
  | "unfreeze"
  | "disconnect"
  | "erase"
  | "refresh"
  | "erase_user"
  | "delete_app"
  | "delete_workspace"
  | "rotate_encryption_key";
export type OperationStatus = "queued" | "running" | "succeeded" | "canceled";

export const operations = t.defineTable(
  {
    operation_id: t.text,
    workspace_id: t.text,
    kind: t.word<OperationKind>(),
    status: t.word<OperationStatus>(),
    /** JSON: which connections are meant. */
    filter: t.text,
    /** How many there were when it began; how many of them are done, and in vain. */
    total: t.int,
    /** Whether there may have been more than `total`, which is as far as they were counted. */
    at_least: t.defaulted(t.flag),
    done: t.int,
    failed: t.int,
    /** Id of the last connection that is done: they are taken by their ids. Of a new key: table, colon, row. */
    after_id: t.text,
    actor_kind: t.inner(t.word<ActorKind>()),
    actor_id: t.inner(t.text),
    actor_label: t.inner(t.text),
    /** When anybody may go on with it: whoever does moves it on first. Null once it has ended. */
    next_step_at: t.optionalInt,
    /** Grows with everybody who takes it up: who comes too late changes nothing. */
    claim_number: t.int,
    created_at: t.int,
    finished_at: t.optionalInt,
  },
  (part) => ({
    actor: part(["actor_kind", "actor_id", "actor_label"], (row) => ({
      kind: row.actor_kind,
      id: row.actor_id,
      label: row.actor_label,
    })),
  }),
);

export type OperationOutcome =
  | "frozen"
  | "unfrozen"
  | "ended"
  | "erased"
  | "not_connected"
  | "refreshed"
  | "failed";

export const operationReceipts = t.defineTable({
  operation_id: t.text,
  connection_id: t.text,
  app_id: t.text,
  integration_type: t.text,
  /** `ended` and `erased`: what became of its grant says the revocation, where there was one. */
  result: t.word<OperationOutcome>(),
  revocation_id: t.optionalText,
  /** Stable code of why it failed. */
  failure_code: t.optionalText,
  done_at: t.int,
});

export type OperationRow = t.RowOf<typeof operations>;
export type OperationReceiptRow = t.RowOf<typeof operationReceipts>;
