/** What came of a batch, for the log, the metrics and the next try. */
import { randomInt } from "node:crypto";
import { describeThrown } from "../../../lib/error.ts";
import {
  type Claim,
  noteRefusal,
  noteSinkFailure,
  readSink,
  stopSink,
} from "../../../store/audit-sinks.ts";
import type { Batch } from "./batch.ts";
import type { ShippingContext } from "./context.ts";
import { holdSeconds } from "./hold.ts";
import type { AuditSink, SinkFailure } from "./sink.ts";

/** Between two tries: a second, doubled each time, up to this; or what the sink asks for, where that is longer. */
export const pauseSecondsMax = 300;

/** Nobody tries again before the pause is over; one that is gone is not tried again. */
export async function noteFailure(
  { store, log, metrics }: ShippingContext,
  { sinkId, kind }: AuditSink,
  claim: Claim,
  failed: SinkFailure,
): Promise<void> {
  const { reason, retryAfterSeconds } = failed;
  metrics.auditNotTaken(kind, reason);
  const told = { sink: sinkId, reason, cause: describeThrown(failed.cause ?? failed) };
  if (reason === "gone") {
    log.error(told, "the sink wants no audit records any more: it answered 410");
    return await stopSink(store, claim);
  }
  log.warn(told, "audit records were not taken");
  const failures = (await readSink(store, sinkId))?.failures ?? 0;
  const pauseSeconds = Math.max(retryAfterSeconds, pauseAfter(failures));
  await noteSinkFailure(store, claim, { failure: reason, pauseSeconds, holdSeconds });
}

/** The rest is tried at once. False where the sink is another's by now. */
export async function noteRefused(
  { store, log, metrics }: ShippingContext,
  { sinkId, kind }: AuditSink,
  claim: Claim,
  { failed, batch }: { readonly failed: SinkFailure; readonly batch: Batch },
): Promise<boolean> {
  const { reason: failure } = failed;
  metrics.auditNotTaken(kind, failure);
  const [first, ...others] = batch.cursors;
  // Of one chain alone is known that it is this one.
  const workspaceId = first === undefined || others.length > 0 ? undefined : first.chainId || null;
  const cause = describeThrown(failed.cause ?? failed);
  log.warn({ sink: sinkId, reason: failure, cause, workspaceId }, "audit records were refused");
  return await noteRefusal(store, claim, { failure, holdSeconds });
}

/** Half of it by chance. */
export function pauseAfter(failures: number): number {
  const longest = Math.min(pauseSecondsMax, 2 ** Math.min(failures, 20));
  return randomInt(Math.ceil(longest / 2), longest + 1);
}

export function tellTaken(
  { log, metrics }: ShippingContext,
  { sinkId: sink, kind }: AuditSink,
  { records, skipped, broken }: Batch,
  rejected: number,
): void {
  metrics.auditTaken(kind, records.length);
  metrics.auditNotKept(kind, { removed: skipped, rejected });
  if (skipped > 0)
    log.error({ sink, count: skipped }, "audit records were removed before the sink had them");
  if (rejected > 0)
    log.error({ sink, count: rejected }, "audit records were taken by the sink and not kept");
  for (const { workspaceId, number } of broken) {
    log.error({ sink, workspaceId, number }, "the audit trail does not go on where the sink is");
  }
}
