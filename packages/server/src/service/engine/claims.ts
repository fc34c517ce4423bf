/**
 * Claiming the lease on a connection, also where the reply to it is lost: then the row may say that this
 * process refreshes, and nobody does. A process knows its own claims, and takes such a lease away at once
 * instead of waiting until it lapses and taking the refresh for one whose outcome is unknown.
 */

import type { Lease } from "../../store/connection-leases.ts";

export interface Claims {
  /** Names the next lease: as this process's, and apart from all others. */
  next(): string;
  /** Notes that nothing is under way with the lease of this name, and that nothing came of it. */
  lose(owner: string): void;
  isLost(owner: string): boolean;
  /** Leases that may be in the database and are to be taken away there, by their owner's name. */
  readonly toFree: Map<string, LostLease>;
}

interface LostLease {
  readonly lease: Lease;
  /** When it has lapsed in any case. */
  readonly untilMs: number;
}

/** Of more than these the oldest are forgotten: their leases have lapsed long since. */
export const lostMax = 10_000;

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
    toFree: new Map(),
  };
}
