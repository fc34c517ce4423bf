/** Claims the lease on a connection, and takes away what a lost reply left behind. */
import { describeThrown } from "../../lib/error.ts";
import { claimLease, type Lease, releaseLease } from "../../store/connection-leases.ts";
import type { Connection } from "../../store/connections.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import { lostMax } from "./claims.ts";
import type { EngineContext } from "./context.ts";

/** Between two tries to take lost leases away, and how many are taken in hand with each. */
const pauseMs = 1_000;

const portion = 100;

/** The lease on the connection as it was read; undefined where it is to be read again. */
export async function claim(
  context: EngineContext,
  connection: Connection,
  durationMs: number = context.engine.leaseMs,
): Promise<Lease | undefined> {
  const { claims, clock, flights, store } = context;
  const owner = claims.next();
  try {
    return await claimLease(store, connection, { owner, durationMs });
  } catch (thrown) {
    if (!isDatabaseUnavailable(thrown)) throw thrown;
    const { connectionId, leaseNumber } = connection;
    const lease: Lease = { connectionId, owner, number: leaseNumber + 1 };
    claims.lose(owner);
    // It is taken away here, or in a moment: the claim can still be under way in the database.
    if (claims.toFree.size < lostMax) {
      claims.toFree.set(owner, { lease, untilMs: clock.nowMs() + durationMs });
    }
    void flights.join("free lost claims", () => freeLater(context));
    await releaseLease(store, lease);
    return undefined;
  }
}

/** Whether the row is leased by a claim of this process that nothing came of; then it is no more. */
export async function freeIfLost(
  context: EngineContext,
  { connectionId, leaseOwner, leaseNumber }: Connection,
): Promise<boolean> {
  if (leaseOwner === null || !context.claims.isLost(leaseOwner)) return false;
  await releaseLease(context.store, { connectionId, owner: leaseOwner, number: leaseNumber });
  return true;
}

/**
 * For the sake of other processes: they would wait until the leases lapse. One loop for all of them, which
 * ends with the last. Never rejects.
 */
async function freeLater(context: EngineContext): Promise<void> {
  const { claims, clock, closing, log } = context;
  try {
    while (claims.toFree.size > 0) {
      await clock.sleep(pauseMs, closing);
      await freePortion(context).catch(() => {});
    }
  } catch (thrown) {
    log.debug({ cause: describeThrown(thrown) }, "lost claims are left to lapse");
  }
}

/** Rejects with the first that meets no database: the others would not, either. */
async function freePortion({ claims, clock, store }: EngineContext): Promise<void> {
  for (const [owner, lost] of [...claims.toFree].slice(0, portion)) {
    const isDone = clock.nowMs() >= lost.untilMs || (await releaseLease(store, lost.lease));
    claims.toFree.delete(owner);
    // The claim may still be under way; those behind it come first now.
    if (!isDone) claims.toFree.set(owner, lost);
  }
}
