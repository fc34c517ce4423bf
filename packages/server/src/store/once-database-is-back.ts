/** For work that must not be lost while the database is away, and that nobody waits for. */
import type { Clock } from "../lib/clock.ts";
import { isDatabaseUnavailable } from "./database-errors.ts";

/** Pauses between two tries. */
const pauseMinMs = 100;
const pauseMaxMs = 5_000;

export interface Waiting {
  readonly clock: Clock;
  /** Ends the waiting. */
  readonly closing: AbortSignal;
  /** How long it is tried, milliseconds. */
  readonly maxMs: number;
}

/**
 * Resolves with what `work` brings, which is tried again for as long as it is the database that is away; undefined
 * where that lasts too long, or the process is told to end. Rejects with anything else that `work` throws.
 */
export async function onceDatabaseIsBack<T>(
  { clock, closing, maxMs }: Waiting,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const deadlineMs = clock.nowMs() + maxMs;
  for (let pauseMs = pauseMinMs; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    try {
      return await work();
    } catch (thrown) {
      if (!isDatabaseUnavailable(thrown)) throw thrown;
      if (clock.nowMs() >= deadlineMs || closing.aborted) return undefined;
      await clock.sleep(pauseMs, closing).catch(() => {});
    }
  }
}
