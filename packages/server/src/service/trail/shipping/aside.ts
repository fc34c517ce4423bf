/**
 * Chains of which a sink has refused something, as this process knows. Each is sent alone and the others go on without it:
 * what one workspace has recorded holds up no other workspace.
 */
import type { FailureReason } from "./sink.ts";

/** Chains that are remembered; one that is forgotten is tried with others again. */
const asideMax = 1_000;
/** So many chains refused, and none taken in between: it is no matter of what they hold. */
const inRowMax = 10;

interface Aside {
  /** How many records it is sent at once: less each time, until the one that is refused is alone. */
  readonly recordsMax: number;
  /** How often that one was refused. */
  readonly failures: number;
  readonly reason: FailureReason;
  /** Epoch seconds. */
  readonly nextTryAt: number;
}

export interface SetAside {
  /** How many records of this chain go at once, alone; undefined where it may go with others. */
  roomOf(chainId: string): number | undefined;
  /** Chains of which one record was refused: all others go before them. */
  refused(): string[];
  /** Those of them that are not to be tried yet. */
  notDue(now: number): string[];
  /** Why one is refused; null where none is. */
  reason(): FailureReason | null;
  /** Several chains were refused together: each is tried alone. */
  part(chainIds: readonly string[], reason: FailureReason): void;
  /** One was refused, alone. False where so many were in a row that it is the sink that refuses. */
  refuse(chainId: string, refusal: Refusal): boolean;
  /** Nothing waits of those that are due: retention has removed it, or the workspace is gone. */
  forgetDue(now: number): void;
  /** What was sent of these was taken. */
  take(chainIds: readonly string[], records: number): void;
}

export interface Refusal {
  readonly reason: FailureReason;
  readonly records: number;
  /** When it is tried again, where it has failed so often before. */
  readonly nextTryAt: (failures: number) => number;
}

export function createSetAside(recordsMax: number): SetAside {
  const chains = new Map<string, Aside>();
  const inRow = new Set<string>();
  const put = (chainId: string, aside: Aside) => {
    const [oldest] = chains.keys();
    if (chains.size >= asideMax && !chains.has(chainId) && oldest !== undefined)
      chains.delete(oldest);
    chains.set(chainId, aside);
  };
  const idsOf = (isOne: (aside: Aside) => boolean) =>
    [...chains].filter(([, aside]) => isOne(aside)).map(([chainId]) => chainId);
  const isDue = ({ failures, nextTryAt }: Aside, now: number) => failures > 0 && nextTryAt <= now;
  return {
    roomOf: (chainId) => chains.get(chainId)?.recordsMax,
    refused: () => idsOf(({ failures }) => failures > 0),
    notDue: (now) => idsOf(({ failures, nextTryAt }) => failures > 0 && nextTryAt > now),
    reason: () => [...chains.values()].find(({ failures }) => failures > 0)?.reason ?? null,
    part: (chainIds, reason) => {
      for (const chainId of chainIds)
        put(chainId, { recordsMax, failures: 0, reason, nextTryAt: 0 });
    },
    refuse: (chainId, { reason, records, nextTryAt }) => {
      const failures = chains.get(chainId)?.failures ?? 0;
      const isOne = records === 1;
      put(chainId, {
        recordsMax: Math.ceil(records / 2),
        failures: isOne ? failures + 1 : failures,
        reason,
        nextTryAt: isOne ? nextTryAt(failures) : 0,
      });
      inRow.add(chainId);
      if (inRow.size < inRowMax) return true;
      inRow.clear();
      return false;
    },
    forgetDue: (now) => {
      for (const chainId of idsOf((aside) => isDue(aside, now))) chains.delete(chainId);
    },
    take: (chainIds, records) => {
      if (records > 0) inRow.clear();
      for (const chainId of chainIds) {
        const aside = chains.get(chainId);
        if (aside === undefined) continue;
        const room = aside.recordsMax;
        // All of it was taken, or it is none that was made smaller.
        if (records < room || room >= recordsMax) chains.delete(chainId);
        else chains.set(chainId, { ...aside, recordsMax: room + 1, failures: 0 });
      }
    },
  };
}
