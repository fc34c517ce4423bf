/**
 * The lease on a connection: who may refresh it, and the writes that only its holder can make. Owner
 * and number are part of the condition of each, so that a holder who comes too late changes nothing.
 */
import { holdAnswer, type OwnerOfAnswer, type SealedAnswer } from "./connection-answers.ts";
import { type Connection, type RefusalStreak, toConnection } from "./connections.ts";
import { addEvent, newEvent } from "./events.ts";
import type { ReauthReason } from "./schema.ts";
import { inTransaction, type Store } from "./store.ts";
import { enterTimeline, type NewTimelineEntry } from "./timeline-entries.ts";

/** The right to refresh one version of one connection, until it expires. */
export interface Lease {
  readonly connectionId: string;
  readonly owner: string;
  readonly number: number;
}

const noLease = { lease_owner: null, lease_until_ms: null } as const;

/**
 * Takes the lease on the connection as it was read, or undefined where somebody else holds it or was
 * faster. It is also the record that a refresh was begun: only its holder's last write takes it away.
 */
export async function claimLease(
  store: Store,
  connection: Connection,
  claim: { owner: string; durationMs: number },
): Promise<Lease | undefined> {
  const { connectionId } = connection;
  const askedMs = store.clock.nowMs();
  const row = await store.db
    .updateTable("connections")
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_number: eb("lease_number", "+", 1),
      lease_until_ms: askedMs + claim.durationMs,
    }))
    .where("connection_id", "=", connectionId)
    // Whatever happened to the row since it was read, it went with a lease or a new number.
    .where("lease_number", "=", connection.leaseNumber)
    .where("version", "=", connection.version)
    .where("status", "=", "active")
    .where("lease_owner", "is", null)
    .returning("lease_number")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const lease = { connectionId, owner: claim.owner, number: row.lease_number };
  // Whoever waited long for the database's lock got a lease that is partly over, or wholly.
  const late = store.clock.nowMs() - askedMs > claim.durationMs / 4;
  if (late && !(await extendLease(store, lease, claim.durationMs))) return undefined;
  return lease;
}

/**
 * Takes away a lease that ran out without its holder's word: the process died, or was cut off. What
 * became of its refresh is unknown, and that is written down; also, where a refresh ends the access
 * token of before (`doubtful`), that this one may be over. False where the holder, or another process,
 * was faster.
 */
export async function clearLapsedLease(
  store: Store,
  connection: Connection,
  { doubtful = false } = {},
): Promise<boolean> {
  const { connectionId } = connection;
  return await withTimeline(store, connectionId, lapsed, async (trx) => {
    const { numUpdatedRows } = await trx.db
      .updateTable("connections")
      .set((eb) => ({
        ...noLease,
        lease_number: eb("lease_number", "+", 1),
        outcome_unknown_at: eb.fn.coalesce("outcome_unknown_at", eb.val(store.clock.nowSeconds())),
        ...(doubtful ? { access_token_doubtful: 1 } : {}),
      }))
      .where("connection_id", "=", connection.connectionId)
      .where("lease_number", "=", connection.leaseNumber)
      .where("lease_owner", "is not", null)
      .where("lease_until_ms", "<=", store.clock.nowMs())
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/** How the timeline names a refresh of a process that never told what came of it. */
const lapsed: NewTimelineEntry = { kind: "refresh_unanswered", code: "lease_lapsed" };

/** A write of the row, and in the same transaction, where it changed it, what the timeline says of it. */
async function withTimeline(
  store: Store,
  connectionId: string,
  entry: NewTimelineEntry,
  write: (store: Store) => Promise<boolean>,
): Promise<boolean> {
  return await inTransaction(store, async (trx) => {
    const written = await write(trx);
    if (written) await enterTimeline(trx, connectionId, entry);
    return written;
  });
}

function whereLeased(store: Store, lease: Lease) {
  return store.db
    .updateTable("connections")
    .where("connection_id", "=", lease.connectionId)
    .where("lease_owner", "=", lease.owner)
    .where("lease_number", "=", lease.number);
}

/** Moves the end of a lease on; false where it is no longer ours. */
export async function extendLease(
  store: Store,
  lease: Lease,
  durationMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await whereLeased(store, lease)
    .set({ lease_until_ms: store.clock.nowMs() + durationMs })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Stores refreshed tokens and ends the lease; false where the lease is no longer ours. */
export async function storeRefreshed(
  store: Store,
  lease: Lease,
  given: SealedAnswer,
): Promise<boolean> {
  const entry = { kind: "refreshed", code: given.wasReported ? "reported" : "" } as const;
  return await withTimeline(store, lease.connectionId, entry, async (trx) => {
    const answer = await holdAnswer(trx, given);
    const { numUpdatedRows } = await whereLeased(trx, lease)
      .where("version", "=", answer.version)
      // Sealed for somebody else it would open for nobody: users may have been moved meanwhile.
      .where((eb) =>
        eb.and(
          Object.entries(answer.owner ?? {}).map(([name, value]) =>
            eb(name as keyof OwnerOfAnswer, value === null ? "is" : "=", value),
          ),
        ),
      )
      .set((eb) => ({ ...answer.columns, ...noLease, version: eb("version", "+", 1) }))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/** Ends a lease that nothing came of: nothing was sent. False where the row is not leased so. */
export async function releaseLease(store: Store, lease: Lease): Promise<boolean> {
  const { numUpdatedRows } = await whereLeased(store, lease).set(noLease).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A failure that another try may mend. */
export interface RefreshFailure {
  readonly code: string;
  /** Epoch seconds before which it is not tried again. */
  readonly nextTryAt: number;
  /** When it is next due to be refreshed without being asked. */
  readonly nextRefreshAt: number | null;
  /** Whether the provider may have carried it out all the same. */
  readonly outcomeUnknown: boolean;
  /** Whether the access token may have died with it. */
  readonly doubtful?: boolean;
  /** The refusals up to this one, where it is one. */
  readonly refused?: RefusalStreak | null;
}

/** Ends a lease after such a failure; false where the lease is no longer ours. */
export async function storeFailure(
  store: Store,
  lease: Lease,
  failure: RefreshFailure,
): Promise<boolean> {
  const now = store.clock.nowSeconds();
  const { code, outcomeUnknown } = failure;
  const kind = outcomeUnknown ? "refresh_unanswered" : "refresh_failed";
  return await withTimeline(store, lease.connectionId, { kind, code }, async (trx) => {
    const { numUpdatedRows } = await whereLeased(trx, lease)
      .set((eb) => ({
        ...noLease,
        failure_code: failure.code,
        failure_count: eb("failure_count", "+", 1),
        next_try_at: failure.nextTryAt,
        next_refresh_at: failure.nextRefreshAt,
        ...(failure.outcomeUnknown
          ? { outcome_unknown_at: eb.fn.coalesce("outcome_unknown_at", eb.val(now)) }
          : {}),
        ...(failure.doubtful === true ? { access_token_doubtful: 1 } : {}),
        ...(failure.refused == null ? {} : refusalColumns(failure.refused)),
        updated_at: now,
      }))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

function refusalColumns({ since, lastAt, count }: RefusalStreak) {
  return { refused_since: since, refused_at: lastAt, refused_count: count };
}

/**
 * Says that the access token was found to work after all: the refresh was not carried out. Only where
 * nobody began another since the connection was read.
 */
export async function clearDoubt(store: Store, connection: Connection): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({ access_token_doubtful: 0, outcome_unknown_at: null })
    .where("connection_id", "=", connection.connectionId)
    .where("version", "=", connection.version)
    .where("lease_number", "=", connection.leaseNumber)
    .where("lease_owner", "is", null)
    .execute();
}

/**
 * Ends a lease, and the connection with it: only the user can mend it. Whoever must hear of it finds
 * an event. False where the lease is no longer ours: then somebody else's word counts.
 */
export async function storeNeedsReauth(
  store: Store,
  lease: Lease,
  reason: ReauthReason,
): Promise<boolean> {
  const now = store.clock.nowSeconds();
  return await inTransaction(store, async (trx) => {
    const row = await whereLeased(trx, lease)
      .set({
        ...noLease,
        status: "needs_reauth",
        reason,
        status_since: now,
        next_refresh_at: null,
        next_try_at: null,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return false;
    await addEvent(trx, newEvent("connection.needs_reauth", toConnection(row), { reason }));
    return true;
  });
}
