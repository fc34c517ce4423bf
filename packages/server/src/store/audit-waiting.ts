/** What of the audit trail waits for a sink. */
import { sql } from "kysely";
import { inChain, type RecordRow } from "./audit-chain.ts";
import { elementsOf } from "./bounded-counts.ts";
import type { Store } from "./store.ts";

/** A chain of which records wait. */
export interface WaitingChain {
  readonly chainId: string;
  readonly lastNumber: number;
  readonly lastHash: string;
  /** Where what is kept begins: the last record that was removed because of its age or number. */
  readonly anchorNumber: number;
  readonly anchorHash: string;
  /** The last record that was taken; null where none of the chain was. */
  readonly taken: { readonly number: number; readonly hash: string } | null;
}

/** From where on: a chain of which nothing was taken is sent from the beginning of what is kept. */
const startNumber = sql<number>`CASE WHEN s.number IS NULL OR s.number < c.anchor_number
  THEN c.anchor_number ELSE s.number END`;

/** A chain that is shorter than what was taken of it is none that went on. */
const isWaiting = sql<boolean>`(c.last_number > ${startNumber} OR c.last_number < s.number)`;

export interface WaitingPage {
  readonly after: string | null;
  readonly limit: number;
  /** Chains that are left out. */
  readonly except: readonly string[];
}

/** By the chains' ids, after this one. */
export async function listWaiting(
  { db, database }: Store,
  sinkId: string,
  { after, limit, except }: WaitingPage,
): Promise<WaitingChain[]> {
  const rows = await db
    .selectFrom("audit_chains as c")
    .leftJoin("audit_cursors as s", (join) =>
      join.onRef("s.chain_id", "=", "c.chain_id").on("s.sink_id", "=", sinkId),
    )
    .select(["c.chain_id", "c.last_number", "c.last_hash", "c.anchor_number", "c.anchor_hash"])
    .select(["s.number", "s.hash"])
    .where(isWaiting)
    .$if(except.length > 0, (query) => {
      const list = elementsOf(database.engine, except);
      return query.where(sql<boolean>`c.chain_id NOT IN (${list})`);
    })
    .$if(after !== null, (query) => query.where("c.chain_id", ">", after ?? ""))
    .orderBy("c.chain_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    chainId: row.chain_id,
    lastNumber: row.last_number,
    lastHash: row.last_hash,
    anchorNumber: row.anchor_number,
    anchorHash: row.anchor_hash,
    taken: row.number === null || row.hash === null ? null : { number: row.number, hash: row.hash },
  }));
}

/** Linked records of a chain after this number, in order. */
export async function listAfter(
  { db }: Store,
  chainId: string,
  { number, limit }: { readonly number: number; readonly limit: number },
): Promise<RecordRow[]> {
  return await db
    .selectFrom("audit_records")
    .selectAll()
    .where(inChain(chainId))
    .where("number", ">", number)
    .orderBy("number")
    .limit(limit)
    .execute();
}

export interface Backlog {
  /** How many records wait. */
  readonly records: number;
  /** When the oldest of them was recorded, epoch seconds; null where none waits. */
  readonly oldestAt: number | null;
}

export async function measureBacklog({ db }: Store, sinkId: string): Promise<Backlog> {
  const chains = sql`audit_chains AS c
    LEFT JOIN audit_cursors AS s ON s.chain_id = c.chain_id AND s.sink_id = ${sinkId}`;
  const { rows } = await sql<{ records: unknown; oldest: unknown; oldest_of_none: unknown }>`SELECT
    (SELECT sum(c.last_number - ${startNumber}) FROM ${chains} WHERE c.last_number > ${startNumber}) AS records,
    (SELECT min(r.recorded_at) FROM ${chains} JOIN audit_records AS r
      ON r.workspace_id = c.chain_id AND r.number = ${startNumber} + 1
      WHERE c.last_number > ${startNumber} AND c.chain_id <> '') AS oldest,
    (SELECT min(r.recorded_at) FROM ${chains} JOIN audit_records AS r
      ON r.workspace_id IS NULL AND r.number = ${startNumber} + 1
      WHERE c.last_number > ${startNumber} AND c.chain_id = '') AS oldest_of_none`.execute(db);
  const [row] = rows;
  const times = [row?.oldest, row?.oldest_of_none].flatMap((at) =>
    at === null || at === undefined ? [] : [Number(at)],
  );
  return {
    records: Number(row?.records ?? 0),
    oldestAt: times.length === 0 ? null : Math.min(...times),
  };
}

/** A sink that fails for longer is not waited for: three days. */
export const sinkPatienceSeconds = 259_200;

/**
 * Up to which number every sink that is in use has taken a chain; null where there is no such sink. A sink that was stopped,
 * and one that no process has had to do with for three days, is none.
 */
export async function takenByAll({ db, clock }: Store, chainId: string): Promise<number | null> {
  const row = await db
    .selectFrom("audit_sinks as k")
    .leftJoin("audit_cursors as s", (join) =>
      join.onRef("s.sink_id", "=", "k.sink_id").on("s.chain_id", "=", chainId),
    )
    .select(sql<number | string | null>`min(coalesce(s.number, 0))`.as("number"))
    .where("k.stopped_at", "is", null)
    .where("k.seen_at", ">=", clock.nowSeconds() - sinkPatienceSeconds)
    .executeTakeFirst();
  return row?.number === null || row === undefined ? null : Number(row.number);
}
