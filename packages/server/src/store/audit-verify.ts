/** Checks the chain of a workspace, some thousand records at a time. */
import { type ChainRow, chainIdOf, hashOf, inChain, readChain } from "./audit-chain.ts";
import { proveSeal } from "./audit-seal.ts";
import type { Store } from "./store.ts";

/** What is wrong with the first record that is not as it was written. */
export type BreakKind =
  /** A number is missing. */
  | "removed"
  /** It, or the one before it, is not what its hash says: changed, put in, or moved. */
  | "changed"
  /** The end of the chain is not the one that the server sealed. */
  | "end_changed"
  /** The seal could not be proven when records were linked. */
  | "end_was_changed";

export interface ChainBreak {
  readonly kind: BreakKind;
  /** Of the record; of one that was removed the number that is missing. */
  readonly number: number;
  /** Of the row that is there; null where there is none. */
  readonly auditRecordId: number | null;
}

export interface CheckedPart {
  /** How many records were checked in this part. */
  readonly checked: number;
  /** Where the next part begins; null after the last. */
  readonly next: number | null;
  /** The first that is wrong. */
  readonly broken: ChainBreak | null;
  /** Where what is left of the chain begins and ends; null where there is no chain. */
  readonly chain: {
    readonly firstNumber: number;
    readonly lastNumber: number;
    readonly lastHash: string;
    readonly anchoredAt: number | null;
    /** False where the key that the seal names is not there. */
    readonly sealKnown: boolean;
  } | null;
}

/**
 * Checks at most so many records from this number on; from the beginning of what is kept where it is null. The record
 * before it is taken for checked.
 */
export async function checkChain(
  store: Store,
  workspaceId: string | null,
  { from, max }: { readonly from: number | null; readonly max: number },
): Promise<CheckedPart> {
  const chainId = chainIdOf(workspaceId);
  const end = await readChain(store, chainId);
  if (end === undefined) return await withoutEnd(store, chainId);
  const seal = await proveSeal(store, end);
  const chain = {
    firstNumber: end.anchor_number + 1,
    lastNumber: end.last_number,
    lastHash: end.last_hash,
    anchoredAt: end.anchored_at,
    sealKnown: seal !== "unknown",
  };
  const start = Math.max(from ?? 0, chain.firstNumber);
  const result = await checkRecords(store, end, { start, max });
  const part = { chain, checked: result.checked };
  if (result.broken !== null) return { ...part, broken: result.broken, next: null };
  if (!result.isLast) return { ...part, broken: null, next: start + result.checked };
  return { ...part, broken: brokenEnd(end, seal !== "good"), next: null };
}

/** The end of all that was checked is right; is it the one that was sealed? */
function brokenEnd(end: ChainRow, isUnproven: boolean): ChainBreak | null {
  if (isUnproven) return { kind: "end_changed", number: end.last_number, auditRecordId: null };
  if (end.broken_number === null) return null;
  return { kind: "end_was_changed", number: end.broken_number, auditRecordId: null };
}

async function withoutEnd(store: Store, chainId: string): Promise<CheckedPart> {
  const first = await store.db
    .selectFrom("audit_records")
    .select(["audit_record_id", "number"])
    .where(inChain(chainId))
    .where("number", "is not", null)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const broken =
    first === undefined || first.number === null
      ? null
      : {
          kind: "end_changed" as const,
          number: first.number,
          auditRecordId: first.audit_record_id,
        };
  return { checked: 0, next: null, broken, chain: null };
}

async function checkRecords(
  store: Store,
  end: ChainRow,
  { start, max }: { readonly start: number; readonly max: number },
) {
  const { chain_id: chainId } = end;
  const before = await hashBefore(store, end, start);
  const rows = await store.db
    .selectFrom("audit_records")
    .selectAll()
    .where(inChain(chainId))
    .where("number", "is not", null)
    .where("number", ">=", start)
    .orderBy("number")
    .orderBy("audit_record_id")
    .limit(max)
    .execute();
  let last = before;
  let number = start;
  for (const row of rows) {
    const broken = judge(number, row.number, row.audit_record_id);
    if (broken !== null) return { checked: number - start, isLast: true, broken };
    const right = hashOf(row, { chainId, number, before: last ?? "" });
    if (last === null || row.hash !== right) {
      const wrong = { kind: "changed" as const, number, auditRecordId: row.audit_record_id };
      return { checked: number - start, isLast: true, broken: wrong };
    }
    last = right;
    number += 1;
  }
  const isLast = rows.length < max;
  const checked = rows.length;
  if (!isLast) return { checked, isLast, broken: null };
  return { checked, isLast, broken: await lastOne(store, end, { number, last }) };
}

function judge(expected: number, found: number | null, auditRecordId: number): ChainBreak | null {
  if (found === expected) return null;
  // One that comes twice was put in beside the right one.
  if (found !== null && found < expected) return { kind: "changed", number: found, auditRecordId };
  return { kind: "removed", number: expected, auditRecordId: null };
}

/** Records may have been linked since the end was read; fewer there cannot be. */
async function lastOne(
  store: Store,
  end: ChainRow,
  { number, last }: { readonly number: number; readonly last: string | null },
): Promise<ChainBreak | null> {
  if (number <= end.last_number) return { kind: "removed", number, auditRecordId: null };
  if (number === end.last_number + 1 && last !== end.last_hash) {
    return { kind: "end_changed", number: end.last_number, auditRecordId: null };
  }
  if (number === end.last_number + 1) return null;
  const now = await readChain(store, end.chain_id);
  const isThere = now !== undefined && now.last_number >= number - 1;
  return isThere ? null : { kind: "end_changed", number: end.last_number, auditRecordId: null };
}

/** The hash of the record before this number; null where that is not there. */
async function hashBefore(store: Store, end: ChainRow, number: number): Promise<string | null> {
  if (number === end.anchor_number + 1) return end.anchor_hash;
  const row = await store.db
    .selectFrom("audit_records")
    .select("hash")
    .where(inChain(end.chain_id))
    .where("number", "=", number - 1)
    .executeTakeFirst();
  return row?.hash ?? null;
}

/** A record that was noted elsewhere: only one of this number and hash is the same. */
export interface NotedRecord {
  readonly number: number;
  readonly hash: string;
}

/** Whether the record is there as it was noted. That it is what its hash says is for checkChain to tell. */
export async function isThere(
  store: Store,
  workspaceId: string | null,
  { number, hash }: NotedRecord,
): Promise<boolean> {
  const row = await store.db
    .selectFrom("audit_records")
    .select("hash")
    .where(inChain(chainIdOf(workspaceId)))
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.hash === hash;
}

/** How many records of a workspace wait to be linked; no more are counted than these. */
export async function countUnlinked(
  store: Store,
  workspaceId: string | null,
  max: number,
): Promise<number> {
  const rows = await store.db
    .selectFrom("audit_records")
    .select("audit_record_id")
    .where(inChain(chainIdOf(workspaceId)))
    .where("number", "is", null)
    .limit(max)
    .execute();
  return rows.length;
}
