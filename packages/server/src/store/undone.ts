/** Doing again what PostgreSQL undid for another's sake: a deadlock, or what cannot be put in a row. */
import { systemClock } from "../lib/clock.ts";
import { isUndone } from "./database-errors.ts";

const pauseMinMs = 25;

export interface Patience {
  /** How often it is begun in all. */
  readonly triesMax: number;
  /** Whether it may be begun again; asked after each try. */
  mayAgain?(): boolean;
}

/**
 * Runs `work`, again while it is undone; rejects with its last failure. Each try waits longer than the one
 * before: whoever was let through instead may not have woken yet, and one that begins at once takes its
 * locks from it again.
 */
export async function againWhereUndone<T>(
  work: () => Promise<T>,
  { triesMax, mayAgain = () => true }: Patience,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (tries === triesMax || !isUndone(thrown) || !mayAgain()) throw thrown;
      await systemClock.sleep(pauseMsAfter(tries));
    }
  }
}

/** Doubles with each try; half of it is chance, so that two do not meet again. */
function pauseMsAfter(tries: number): number {
  return pauseMinMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
}
