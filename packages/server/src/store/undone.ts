/** Doing again what PostgreSQL undid for another's sake: a deadlock, or what cannot be put in a row. */
import { systemClock } from "../lib/clock.ts";
import { isUndone } from "./database-errors.ts";

/** How often something is begun in all that is undone each time. */
const triesMax = 8;
const pauseMinMs = 25;

/**
 * Runs `work`, again while it is undone and `mayAgain()` holds; rejects with its last failure. Each try
 * waits longer than the one before: whoever was let through instead may not have woken yet, and one that
 * begins at once takes its locks from it again.
 */
export async function againWhereUndone<T>(
  work: () => Promise<T>,
  mayAgain: () => boolean = () => true,
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

/** Doubles with each try; half of it is chance, so that two do not meet again. At most 3.2 seconds in all. */
function pauseMsAfter(tries: number): number {
  return pauseMinMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
}
