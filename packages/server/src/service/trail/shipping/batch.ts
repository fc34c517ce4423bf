/** What is sent at once: records of some chains, each in its order, with no more than a sink takes. */
import { hash } from "node:crypto";
import { hashOf } from "../../../store/audit-chain.ts";
import type { Cursor } from "../../../store/audit-sinks.ts";
import { listAfter, type WaitingChain } from "../../../store/audit-waiting.ts";
import type { Store } from "../../../store/store.ts";
import { type ShippedRecord, shippedRecord } from "./record.ts";

export interface Batch {
  /** The same where the same records are sent again. */
  readonly id: string;
  readonly records: readonly ShippedRecord[];
  /** Where the sink is once it has taken them. */
  readonly cursors: readonly Cursor[];
  /** Records that are not there any more and were never taken: retention has removed them. */
  readonly skipped: number;
  /** Chains that do not go on where the sink is: something was changed in the database. */
  readonly broken: readonly Broken[];
}

export interface Broken {
  readonly workspaceId: string | null;
  readonly number: number;
}

export interface BatchBounds {
  readonly recordsMax: number;
  readonly bytesMax: number;
}

/** Empty where the chains hold nothing that is there to be sent; the cursors then pass over what is not there. */
export async function readBatch(
  store: Store,
  waiting: readonly WaitingChain[],
  { recordsMax, bytesMax }: BatchBounds,
): Promise<Batch> {
  const records: ShippedRecord[] = [];
  const cursors: Cursor[] = [];
  const broken: Broken[] = [];
  let skipped = 0;
  let bytes = 0;
  for (const [at, chain] of waiting.entries()) {
    const start = startOf(chain);
    // What others leave goes to those that are left.
    const share = Math.ceil((recordsMax - records.length) / (waiting.length - at));
    const room = { records: share, bytes: bytesMax - bytes, isFirst: records.length === 0 };
    if (room.records < 1) break;
    const part = await readChain(store, chain, start, room);
    records.push(...part.records);
    bytes += part.bytes;
    skipped += start.skipped;
    if (part.brokenAt !== null) {
      broken.push({ workspaceId: chain.chainId || null, number: part.brokenAt });
    }
    cursors.push({ chainId: chain.chainId, ...part.end });
    if (bytes >= bytesMax) break;
  }
  const hashes = records.map((one) => one.hash).join(".");
  return { id: `aud_${hash("sha256", hashes, "base64url")}`, records, cursors, skipped, broken };
}

interface Start {
  readonly number: number;
  readonly hash: string;
  readonly skipped: number;
  /** Whether the chain is shorter than what was taken of it. */
  readonly isAnew: boolean;
}

function startOf({ taken, anchorNumber, anchorHash, lastNumber }: WaitingChain): Start {
  const atAnchor = { number: anchorNumber, hash: anchorHash };
  if (taken === null) return { ...atAnchor, skipped: 0, isAnew: false };
  if (lastNumber < taken.number) return { ...atAnchor, skipped: 0, isAnew: true };
  if (taken.number >= anchorNumber) return { ...taken, skipped: 0, isAnew: false };
  return { ...atAnchor, skipped: anchorNumber - taken.number, isAnew: false };
}

async function readChain(
  store: Store,
  chain: WaitingChain,
  start: Start,
  room: { readonly records: number; readonly bytes: number; readonly isFirst: boolean },
) {
  const { chainId, lastNumber, lastHash } = chain;
  const rows = await listAfter(store, chainId, { number: start.number, limit: room.records });
  const records: ShippedRecord[] = [];
  let end = { number: start.number, hash: start.hash };
  let brokenAt = start.isAnew ? start.number : null;
  let bytes = 0;
  for (const row of rows) {
    const { number, hash: found } = row;
    if (number === null || found === null) continue;
    const record = shippedRecord(row, end.hash);
    const size = Buffer.byteLength(record.line) + 1;
    const isOnlyOne = room.isFirst && records.length === 0;
    if (bytes + size > room.bytes && !isOnlyOne) break;
    const isNext = number === end.number + 1;
    const isRight = isNext && hashOf(row, { chainId, number, before: end.hash }) === found;
    if (!isRight) brokenAt ??= number;
    records.push(record);
    bytes += size;
    end = { number, hash: found };
  }
  if (rows.length > 0) return { records, bytes, end, brokenAt };
  // They were taken away in the database, the chain's end not.
  const missing = start.number + 1;
  return { records, bytes, end: { number: lastNumber, hash: lastHash }, brokenAt: missing };
}
