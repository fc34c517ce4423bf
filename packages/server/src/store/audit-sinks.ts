/**
 * Tables audit_sinks and audit_cursors: what of the audit trail was sent where. What one process claims no other sends to
 * until it says nothing for a while, and each write of it names its claim: who was taken for dead moves no cursor any more.
 */
import { type Selectable, sql } from "kysely";
import { inTransaction, type Store } from "./store.ts";
import type { AuditSinkRow } from "./tables/audit.ts";

export type SinkRow = Selectable<AuditSinkRow>;

export interface Claim {
  readonly sinkId: string;
  readonly holder: string;
  readonly number: number;
  /** Epoch seconds. */
  readonly heldUntil: number;
}

export async function readSink({ db }: Store, sinkId: string): Promise<SinkRow | undefined> {
  return await db
    .selectFrom("audit_sinks")
    .selectAll()
    .where("sink_id", "=", sinkId)
    .executeTakeFirst();
}

/**
 * Claims a sink that is due and held by nobody else, or holds it for longer; undefined where it is not to be had. With
 * `anew` also one that was stopped.
 */
export async function claimSink(
  store: Store,
  { sinkId, holder }: Pick<Claim, "sinkId" | "holder">,
  { holdSeconds, anew }: { readonly holdSeconds: number; readonly anew: boolean },
): Promise<Claim | undefined> {
  const { db, clock } = store;
  const now = clock.nowSeconds();
  const none = { held_until: 0, claim_number: 0, next_try_at: 0, failures: 0 };
  await db
    .insertInto("audit_sinks")
    .values({ sink_id: sinkId, ...none, seen_at: now })
    .onConflict((conflict) => conflict.column("sink_id").doNothing())
    .execute();
  const row = await db
    .updateTable("audit_sinks")
    .set((eb) => ({
      holder,
      held_until: now + holdSeconds,
      claim_number: eb("claim_number", "+", 1),
      stopped_at: null,
      seen_at: now,
    }))
    .where("sink_id", "=", sinkId)
    .where("next_try_at", "<=", now)
    .where((eb) => eb.or([eb("holder", "=", holder), eb("held_until", "<=", now)]))
    .$if(!anew, (query) => query.where("stopped_at", "is", null))
    .returning("claim_number")
    .executeTakeFirst();
  return row && { sinkId, holder, number: row.claim_number, heldUntil: now + holdSeconds };
}

function whereClaimed({ db }: Store, { sinkId, number }: Claim) {
  return db
    .updateTable("audit_sinks")
    .where("sink_id", "=", sinkId)
    .where("claim_number", "=", number);
}

/** Where a sink is in a chain. */
export interface Cursor {
  readonly chainId: string;
  readonly number: number;
  readonly hash: string;
}

/** Says that it has taken everything up to these; false where the sink is another's by now. */
export async function advanceCursors(
  store: Store,
  claim: Claim,
  {
    cursors,
    failure,
    holdSeconds,
  }: {
    readonly cursors: readonly Cursor[];
    /** Why it does not take what other chains hold. */
    readonly failure: string | null;
    readonly holdSeconds: number;
  },
): Promise<boolean> {
  const now = store.clock.nowSeconds();
  return await inTransaction(store, async (within) => {
    const { numUpdatedRows } = await whereClaimed(within, claim)
      .set({
        held_until: now + holdSeconds,
        failures: 0,
        failing_since: null,
        failure,
        sent_at: now,
        seen_at: now,
      })
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return false;
    await putCursors(within, claim.sinkId, cursors);
    return true;
  });
}

/** One parameter, however many they are. Of a chain that was deleted meanwhile none is kept. */
async function putCursors(
  { db, database }: Store,
  sinkId: string,
  cursors: readonly Cursor[],
): Promise<void> {
  const list = JSON.stringify(cursors.map(({ chainId, number, hash }) => [chainId, number, hash]));
  const rows =
    database.engine === "postgres"
      ? sql`SELECT v->>0 AS chain_id, (v->>1)::bigint AS number, v->>2 AS hash
          FROM jsonb_array_elements(${list}::text::jsonb) AS v`
      : sql`SELECT value->>0 AS chain_id, value->>1 AS number, value->>2 AS hash FROM json_each(${list})`;
  await sql`INSERT INTO audit_cursors (sink_id, chain_id, number, hash)
    SELECT ${sinkId}, n.chain_id, n.number, n.hash FROM (${rows}) AS n
    WHERE EXISTS (SELECT 1 FROM audit_chains AS c WHERE c.chain_id = n.chain_id)
    ON CONFLICT (sink_id, chain_id) DO UPDATE SET number = excluded.number, hash = excluded.hash`.execute(
    db,
  );
}

/** Says that nothing was taken, and why; nobody tries again before so many seconds are over. */
export async function noteSinkFailure(
  store: Store,
  claim: Claim,
  {
    failure,
    pauseSeconds,
    holdSeconds,
  }: { readonly failure: string; readonly pauseSeconds: number; readonly holdSeconds: number },
): Promise<void> {
  const now = store.clock.nowSeconds();
  await whereClaimed(store, claim)
    .set((eb) => ({
      next_try_at: now + pauseSeconds,
      held_until: now + pauseSeconds + holdSeconds,
      failures: eb("failures", "+", 1),
      failing_since: eb.fn.coalesce("failing_since", eb.val(now)),
      failure,
      seen_at: now,
    }))
    .execute();
}

/** Says that something was refused; the rest is tried at once. False where the sink is another's by now. */
export async function noteRefusal(
  store: Store,
  claim: Claim,
  { failure, holdSeconds }: { readonly failure: string; readonly holdSeconds: number },
): Promise<boolean> {
  const now = store.clock.nowSeconds();
  const { numUpdatedRows } = await whereClaimed(store, claim)
    .set({ held_until: now + holdSeconds, failure, seen_at: now })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Says that nothing is to be sent there any more. */
export async function stopSink(store: Store, claim: Claim): Promise<void> {
  await whereClaimed(store, claim)
    .set({ stopped_at: store.clock.nowSeconds(), failure: "gone" })
    .execute();
}

/** Lets others have it at once. */
export async function releaseSink(store: Store, claim: Claim): Promise<void> {
  await whereClaimed(store, claim).set({ holder: null, held_until: 0 }).execute();
}

/** A sink that no process has had to do with for so long is not used any more: thirty days. */
const forgottenSeconds = 2_592_000;

/** Forgets, with their cursors, sinks that are configured no more. */
export async function forgetSinks({ db, clock }: Store): Promise<void> {
  const before = clock.nowSeconds() - forgottenSeconds;
  await db.deleteFrom("audit_sinks").where("seen_at", "<", before).execute();
}
