/**
 * Counts what may come so often: a bucket per key, which fills again by itself (GCRA: of each key one number is
 * kept, the moment at which its bucket would be full). O(1) for each call, no timer, and bounded in memory
 * however many keys there are: where there are too many, those that nobody uses begin anew with a full bucket.
 */
import { createGenerations } from "./generations.ts";

/** So many at once, and again so many in so many seconds. */
export interface Rate {
  readonly quota: number;
  readonly seconds: number;
}

export interface Level {
  /** How many more may come now. */
  readonly remaining: number;
  /** Seconds until the whole quota is there again. */
  readonly resetSeconds: number;
  /** Seconds until the next may come; 0 where it may now. */
  readonly waitSeconds: number;
}

export interface Buckets {
  /** Takes one; false, and nothing taken, where none is left. */
  take(key: string, rate: Rate, nowMs: number): boolean;
  /** Whether there is one left. */
  hasLeft(key: string, rate: Rate, nowMs: number): boolean;
  level(key: string, rate: Rate, nowMs: number): Level;
  /** How many keys are remembered. */
  readonly size: number;
}

/** Creates full buckets of which at most `2 * keysMax` are remembered. */
export function createBuckets(keysMax: number): Buckets {
  /** When each is full, in milliseconds. */
  const fullAt = createGenerations<number>(keysMax);
  const missingMs = (key: string, nowMs: number) => Math.max(0, (fullAt.get(key) ?? 0) - nowMs);
  /** What one costs, in milliseconds of filling. */
  const costOf = ({ quota, seconds }: Rate) => (seconds * 1_000) / quota;
  /** As whole numbers of calls: sums of fractions are a little off. */
  const leftOf = (missing: number, rate: Rate) =>
    Math.max(0, Math.floor(rate.quota - missing / costOf(rate) + 1e-6));
  return {
    take: (key, rate, nowMs) => {
      const missing = missingMs(key, nowMs);
      if (leftOf(missing, rate) < 1) return false;
      fullAt.set(key, nowMs + missing + costOf(rate));
      return true;
    },
    hasLeft: (key, rate, nowMs) => leftOf(missingMs(key, nowMs), rate) >= 1,
    level: (key, rate, nowMs) => {
      const missing = missingMs(key, nowMs);
      const remaining = leftOf(missing, rate);
      const waitMs = remaining > 0 ? 0 : missing - (rate.quota - 1) * costOf(rate);
      return {
        remaining,
        resetSeconds: Math.ceil(missing / 1_000),
        waitSeconds: Math.ceil(waitMs / 1_000),
      };
    },
    get size() {
      return fullAt.size;
    },
  };
}
