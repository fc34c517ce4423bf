/** A clock that stands still until it is told to go on. */
import type { Clock } from "@grantry/server/lib/clock";

export interface FakeClock extends Clock {
  /** Moves the time on; whoever sleeps until then wakes. */
  advance(ms: number): void;
}

/** Begins at the real time, so that others who read the real one agree. Sleeping moves it on. */
export function createFakeClock(): FakeClock {
  let nowMs = Date.now();
  const regular = new Set<{ everyMs: number; nextMs: number; work: () => void }>();
  const advance = (ms: number) => {
    nowMs += ms;
    for (const entry of regular) {
      while (entry.nextMs <= nowMs) {
        entry.nextMs += entry.everyMs;
        entry.work();
      }
    }
  };
  return {
    advance,
    nowMs: () => nowMs,
    now: () => new Date(nowMs),
    nowSeconds: () => Math.floor(nowMs / 1000),
    steadyMs: () => nowMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      // A turn of the event loop, so that what is waited for can happen.
      await new Promise((resolve) => setImmediate(resolve));
      advance(ms);
    },
    every: (everyMs, work) => {
      const entry = { everyMs, nextMs: nowMs + everyMs, work };
      regular.add(entry);
      return () => {
        regular.delete(entry);
      };
    },
  };
}

/**
 * The same clock for a server that does nothing by itself: its tests move the time on by much, or
 * script what the provider's next answer is, and a background refresh must not take that.
 */
export function withoutRegularWork(clock: Clock): Clock {
  return { ...clock, every: () => () => {} };
}
