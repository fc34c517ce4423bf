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
import { createSetAside, type SetAside } from "./aside.ts";
import { type Batch, readBatch } from "./batch.ts";
import type { ShippingContext } from "./context.ts";
import { holdSeconds } from "./hold.ts";
import { noteFailure, noteRefused, pauseAfter, tellTaken } from "./outcome.ts";
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
  readonly aside: SetAside;
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
    aside: createSetAside(sink.recordsMax),
  };
  return {
    sink,
    ship: async () => {
      for (let round = 0; round < roundsMax && !context.closing.aborted; round += 1) {
        // First, so that of all processes only the one that sends looks through the chains.
        const claim = await hold(sending);
        if (claim === undefined) return;
        const waiting = await nextWaiting(sending);
        if (waiting.length === 0 || !(await sendOne(sending, claim, waiting))) return;
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

/** Chains take turns; those of which a record was refused come after all others. */
async function nextWaiting(sending: Sending): Promise<WaitingChain[]> {
  const { aside, context } = sending;
  const refused = aside.refused();
  const found = await turn(sending, refused);
  if (found.length > 0) return found;
  const now = context.clock.nowSeconds();
  const notDue = aside.notDue(now);
  if (notDue.length === refused.length) return [];
  const due = await turn(sending, notDue);
  if (due.length === 0) aside.forgetDue(now);
  return due;
}

async function turn(sending: Sending, except: readonly string[]): Promise<WaitingChain[]> {
  const { context, sink } = sending;
  const page = { after: sending.after, limit: chainsMax, except };
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
  const { context, sink, recordsMax, again, aside } = sending;
  const batch = again?.claim === claim.number ? again.batch : await nextBatch(sending, waiting);
  sending.again = { batch, claim: claim.number };
  const sent = await send(sink, batch);
  if (sent instanceof SinkFailure) return await failed(sending, claim, batch, sent);
  sending.again = undefined;
  sending.recordsMax = Math.min(sink.recordsMax, recordsMax + 1);
  const { cursors, records } = batch;
  aside.take(
    cursors.map(({ chainId }) => chainId),
    records.length,
  );
  const moved = { cursors, failure: aside.reason(), holdSeconds };
  if (!(await advanceCursors(context.store, claim, moved))) return false;
  sending.after = cursors.at(-1)?.chainId ?? null;
  tellTaken(context, sink, batch, sent.rejected);
  return true;
}

/** One chain that is to go alone, or those before it. */
async function nextBatch(
  { context, sink, recordsMax, aside }: Sending,
  waiting: readonly WaitingChain[],
): Promise<Batch> {
  const { bytesMax } = sink;
  const rooms = waiting.map(({ chainId }) => aside.roomOf(chainId));
  const [alone] = rooms;
  if (alone !== undefined) {
    const room = { recordsMax: Math.min(alone, recordsMax), bytesMax };
    return await readBatch(context.store, waiting.slice(0, 1), room);
  }
  const first = rooms.findIndex((room) => room !== undefined);
  const together = first === -1 ? waiting : waiting.slice(0, first);
  return await readBatch(context.store, together, { recordsMax, bytesMax });
}

async function send(sink: AuditSink, { records, id }: Batch) {
  if (records.length === 0) return { rejected: 0 };
  try {
    return await sink.take(records, id);
  } catch (thrown) {
    if (thrown instanceof SinkFailure) return thrown;
    return new SinkFailure("error", { message: "The sink failed.", cause: thrown });
  }
}

/** What it says of records is a matter of their chain, all else of the sink: then false. */
async function failed(
  sending: Sending,
  claim: Claim,
  batch: Batch,
  failure: SinkFailure,
): Promise<boolean> {
  const { context, sink } = sending;
  const isOfRecords = failure.reason === "refused" || failure.reason === "too_large";
  if (isOfRecords && setAside(sending, batch, failure)) {
    return await noteRefused(context, sink, claim, { failed: failure, batch });
  }
  await noteFailure(context, sink, claim, failure);
  return false;
}

/** False where so many chains were refused in a row that it is no matter of what they hold. */
function setAside(
  sending: Sending,
  { records, cursors }: Batch,
  { reason, retryAfterSeconds }: SinkFailure,
): boolean {
  const { aside, context } = sending;
  const [first, ...others] = cursors;
  if (first === undefined) return false;
  sending.again = undefined;
  if (others.length > 0) {
    if (reason === "too_large") sending.recordsMax = Math.ceil(records.length / 2);
    aside.part(
      cursors.map(({ chainId }) => chainId),
      reason,
    );
    return true;
  }
  sending.after = first.chainId;
  const now = context.clock.nowSeconds();
  const nextTryAt = (failures: number) => now + Math.max(retryAfterSeconds, pauseAfter(failures));
  return aside.refuse(first.chainId, { reason, records: records.length, nextTryAt });
}
