/** A place outside of the database that records of the audit trail are sent to. */
import type { ShippedRecord } from "./record.ts";

export const sinkKinds = ["file", "otlp", "webhook"] as const;
export type SinkKind = (typeof sinkKinds)[number];

export interface AuditSink {
  /** Its kind, and a hash of where it leads. */
  readonly sinkId: string;
  readonly kind: SinkKind;
  /** How much it is given at once; a single record may be larger. */
  readonly recordsMax: number;
  readonly bytesMax: number;
  /**
   * Resolves once it has taken them all, with how many it said it will not keep. `batchId` is the same where the same
   * records are sent again. Throws SinkFailure.
   */
  take(batch: readonly ShippedRecord[], batchId: string): Promise<{ readonly rejected: number }>;
  close(): Promise<void>;
}

/**
 * Why nothing was taken. `away`: it did not answer. `busy`: it asks for patience. `unauthorized`: it does not take us for
 * who may send. `refused`: it does not take this. `error`: it failed, or answered what no such place answers. `not_allowed`: our own rules forbid the address.
 * `file`: the file cannot be written. `too_large`: less at once may be taken. `gone`: nothing is to be sent any more.
 */
export type FailureReason =
  | "away"
  | "busy"
  | "unauthorized"
  | "refused"
  | "error"
  | "not_allowed"
  | "file"
  | "too_large"
  | "gone";

export class SinkFailure extends Error {
  readonly reason: FailureReason;
  /** For how long it asks to be left alone. */
  readonly retryAfterSeconds: number;

  constructor(
    reason: FailureReason,
    {
      message,
      retryAfterSeconds = 0,
      ...options
    }: { readonly message: string; readonly retryAfterSeconds?: number; readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = "SinkFailure";
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
