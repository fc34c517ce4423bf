/**
 * Claiming the lease on a connection, also where the reply to it is lost: then the row may say that this
 * process refreshes, and nobody does. A process knows its own claims, and takes such a lease away at once
 * instead of waiting until it lapses and taking the refresh for one whose outcome is unknown.
 */
import { describeThrown } from "../../lib/error.ts";
import { claimLease, type Lease, releaseLease } from "../../store/connection-leases.ts";
import type { Connection } from "../../store/connections.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import type { ServiceContext } from "../context.ts";

export interface Claims {
  /** Names the next lease: as this process's, and apart from all others. */
  next(): string;
  /** Notes that nothing is under way with the lease of this name, and that nothing came of it. */
  lose(owner: string): void;
  isLost(owner: string): boolean;
}

/** Of more than these the oldest are forgotten: their leases have lapsed long since. */
const lostMax = 10_000;

export function createClaims(processId: string): Claims {
  const lost = new Set<string>();
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `${processId}.${count}`;
    },
    lose: (owner) => {
      lost.add(owner);
      const [oldest] = lost;
      if (lost.size > lostMax && oldest !== undefined) lost.delete(oldest);
    },
    isLost: (owner) => lost.has(owner),
  };
}

/** Between two tries to take a lost lease away. */
const pauseMs = 1_000;

/** The lease on the connection as it was read; undefined where it is to be read again. */
export async function claim(
  context: ServiceContext,
  connection: Connection,
  durationMs: number = context.engine.leaseMs,
): Promise<Lease | undefined> {
  const { claims, flights, store } = context;
  const owner = claims.next();
  try {
    return await claimLease(store, connection, { owner, durationMs });
  } catch (thrown) {
    if (!isDatabaseUnavailable(thrown)) throw thrown;
    const { connectionId, leaseNumber } = connection;
    const lease: Lease = { connectionId, owner, number: leaseNumber + 1 };
    claims.lose(owner);
    // It is taken away here, or in a moment: the claim can still be under way in the database.
    void flights.join(`free ${owner}`, () => freeLater(context, lease));
    await releaseLease(store, lease);
    return undefined;
  }
}

/** Whether the row is leased by a claim of this process that nothing came of; then it is no more. */
export async function freeIfLost(
  context: ServiceContext,
  { connectionId, leaseOwner, leaseNumber }: Connection,
): Promise<boolean> {
  if (leaseOwner === null || !context.claims.isLost(leaseOwner)) return false;
  await releaseLease(context.store, { connectionId, owner: leaseOwner, number: leaseNumber });
  return true;
}

/** For the sake of other processes: they would wait until it lapses. Never rejects. */
async function freeLater(context: ServiceContext, lease: Lease): Promise<void> {
  const { clock, closing, engine, log, store } = context;
  const untilMs = clock.nowMs() + engine.leaseMs;
  try {
    while (clock.nowMs() < untilMs) {
      await clock.sleep(pauseMs, closing);
      const freed = await releaseLease(store, lease).catch(() => false);
      if (freed) return;
    }
  } catch (thrown) {
    log.debug({ cause: describeThrown(thrown) }, "a lost claim is left to lapse");
  }
}
