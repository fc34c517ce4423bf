/** For work that must not be lost while the database is away, and that nobody waits for. */
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import type { ServiceContext } from "../context.ts";

/** Pauses between two tries. */
const pauseMinMs = 100;
const pauseMaxMs = 5_000;

/**
 * Resolves with what `work` brings, which is tried again for as long as it is the database that is away; undefined
 * where that lasts longer than an answer of a provider is kept, or the process is told to end. Rejects with anything else.
 */
export async function onceDatabaseIsBack<T>(
  { clock, closing, engine }: Pick<ServiceContext, "clock" | "closing" | "engine">,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const deadlineMs = clock.nowMs() + engine.keepMaxMs;
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
