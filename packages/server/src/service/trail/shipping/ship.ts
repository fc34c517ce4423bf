/**
 * Sends the audit trail to a sink: at least once, each chain in its order. One process does it at a time; where a sink is
 * in each chain moves on only after it has taken what was sent. Nothing waits for it.
 */
import { newHandle } from "../../../lib/id.ts";
import {
  advanceCursors,
  type Claim,
  claimSink,
  readSink,
  releaseSink,
} from "../../../store/audit-sinks.ts";
import { listWaiting, measureBacklog, type WaitingChain } from "../../../store/audit-waiting.ts";
import { pause } from "../../../store/bounded-counts.ts";
import { type Batch, readBatch } from "./batch.ts";
import type { ShippingContext } from "./context.ts";
import { holdSeconds } from "./hold.ts";
import { noteFailure, tellTaken } from "./outcome.ts";
import { type AuditSink, SinkFailure } from "./sink.ts";

export interface Shipper {
  readonly sink: AuditSink;
  /** Sends what waits, unless it is not to be tried now. Rejects where the database is away. */
  ship(): Promise<void>;
  /** Says how much waits. */
  measure(): Promise<void>;
  /** Lets other processes have the sink at once. */
  release(): Promise<void>;
}

/** Another batch begins only where it will be over before others may take the sink. */
const leftSeconds = 30;
/** Chains in one batch. */
const chainsMax = 50;
/** Batches in a row; the next ones a moment later. */
const roundsMax = 1_000;

/** What a process knows of a sink that it sends to. */
interface Sending {
  readonly context: ShippingContext;
  readonly sink: AuditSink;
  readonly holder: string;
  claim: Claim | undefined;
  /** Whether this process has not sent anything yet: a sink that was stopped is asked again. */
  isNew: boolean;
  recordsMax: number;
  /** After which chain the next batch begins. */
  after: string | null;
  /** What was sent and not taken: sent again as it is while nobody else has had the sink. */
  again: { readonly batch: Batch; readonly claim: number } | undefined;
}

export function createShipper(context: ShippingContext, sink: AuditSink): Shipper {
  const { store, clock, metrics } = context;
  const sending: Sending = {
    context,
    sink,
    holder: newHandle("process"),
    claim: undefined,
    isNew: true,
    recordsMax: sink.recordsMax,
    after: null,
    again: undefined,
  };
  return {
    sink,
    ship: async () => {
      for (let round = 0; round < roundsMax && !context.closing.aborted; round += 1) {
        const waiting = await nextWaiting(sending);
        if (waiting.length === 0) return;
        const claim = await hold(sending);
        if (claim === undefined || !(await sendOne(sending, claim, waiting))) return;
        await pause();
      }
    },
    measure: async () => {
      const { records, oldestAt } = await measureBacklog(store, sink.sinkId);
      const row = await readSink(store, sink.sinkId);
      const seconds = oldestAt === null ? 0 : Math.max(0, clock.nowSeconds() - oldestAt);
      const isStopped = row !== undefined && row.stopped_at !== null;
      metrics.auditWaits(sink.kind, { records, seconds, isStopped });
    },
    release: async () => {
      if (sending.claim !== undefined) await releaseSink(store, sending.claim);
    },
  };
}

/** Chains take turns. */
async function nextWaiting(sending: Sending): Promise<WaitingChain[]> {
  const { context, sink } = sending;
  const page = { after: sending.after, limit: chainsMax };
  const found = await listWaiting(context.store, sink.sinkId, page);
  if (found.length > 0 || sending.after === null) return found;
  sending.after = null;
  return await listWaiting(context.store, sink.sinkId, { ...page, after: null });
}

/** Undefined where the sink is another's, is stopped, or is to be left alone for a while. */
async function hold(sending: Sending): Promise<Claim | undefined> {
  const { context, sink, holder, isNew } = sending;
  const { store, clock } = context;
  const { sinkId } = sink;
  const now = clock.nowSeconds();
  const row = await readSink(store, sinkId);
  if (row !== undefined) {
    if (row.next_try_at > now || (row.stopped_at !== null && !isNew)) return undefined;
    if (row.holder !== holder && row.held_until > now) return undefined;
  }
  const held = row?.claim_number === sending.claim?.number ? sending.claim : undefined;
  if (held !== undefined && (row?.held_until ?? 0) > now + leftSeconds) return held;
  const claim = await claimSink(store, { sinkId, holder }, { holdSeconds, anew: isNew });
  sending.claim = claim;
  if (claim === undefined) return undefined;
  sending.isNew = false;
  const { again } = sending;
  sending.again =
    again !== undefined && again.claim === held?.number
      ? { ...again, claim: claim.number }
      : undefined;
  return claim;
}

/** False where nothing more is to be sent now. */
async function sendOne(
  sending: Sending,
  claim: Claim,
  waiting: readonly WaitingChain[],
): Promise<boolean> {
  const { context, sink, recordsMax, again } = sending;
  const { bytesMax } = sink;
  const batch =
    again?.claim === claim.number
      ? again.batch
      : await readBatch(context.store, waiting, { recordsMax, bytesMax });
  sending.again = { batch, claim: claim.number };
  const rejected = await taken(sending, claim, batch);
  if (rejected === null) return false;
  sending.again = undefined;
  sending.recordsMax = Math.min(sink.recordsMax, recordsMax + 1);
  const { cursors } = batch;
  if (!(await advanceCursors(context.store, claim, { cursors, holdSeconds }))) return false;
  sending.after = cursors.at(-1)?.chainId ?? null;
  tellTaken(context, sink, batch, rejected);
  return true;
}

/** How many it will not keep; null where it has not taken them. */
async function taken(sending: Sending, claim: Claim, batch: Batch): Promise<number | null> {
  if (batch.records.length === 0) return 0;
  try {
    return (await sending.sink.take(batch.records, batch.id)).rejected;
  } catch (thrown) {
    const failed =
      thrown instanceof SinkFailure
        ? thrown
        : new SinkFailure("error", { message: "The sink failed.", cause: thrown });
    if (failed.reason === "too_large" && batch.records.length > 1) {
      sending.recordsMax = Math.ceil(batch.records.length / 2);
      sending.again = undefined;
    }
    await noteFailure(sending.context, sending.sink, claim, failed);
    return null;
  }
}
