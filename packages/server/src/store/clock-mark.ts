/**
 * Table clock_marks: the latest time that any process of this database has shown. What goes back for a
 * process makes tokens live again that had ended, and so it does for one that starts after a failover to a
 * host whose clock is behind, or on a machine whose clock was set back while nothing ran. Each process
 * begins where the others were and raises the mark as it goes on, never for the sake of a token's reader.
 */
import { type Clock, clockJumpMs, clockShowing, onward } from "../lib/clock.ts";
import { describeThrown } from "../lib/error.ts";
import type { Log } from "../lib/log.ts";
import type { Database } from "./database.ts";

export interface MarkedClock {
  readonly clock: Clock;
  /** Raises the mark to the time shown, and the time shown to a mark that is ahead of it. */
  mark(): Promise<void>;
  stop(): void;
}

const engineClock = "engine";
const markMs = 10_000;
/** A mark that is further ahead than this is taken for a clock that was set wrong, and not believed. */
export const markAheadMsMax = 86_400_000;

/** The mark, epoch milliseconds; null where nothing was shown yet. */
export async function clockMarkMs({ db }: Database): Promise<number | null> {
  const row = await db
    .selectFrom("clock_marks")
    .select("shown_at_ms")
    .where("clock", "=", engineClock)
    .executeTakeFirst();
  return row?.shown_at_ms ?? null;
}

/** Resolves with the mark as it then is: what was stored, where that is later. */
async function raiseMark(database: Database, shown_at_ms: number): Promise<number> {
  const raised = await database.db
    .updateTable("clock_marks")
    .set({ shown_at_ms })
    .where("clock", "=", engineClock)
    .where("shown_at_ms", "<", shown_at_ms)
    .executeTakeFirst();
  if (raised.numUpdatedRows > 0n) return shown_at_ms;
  await database.db
    .insertInto("clock_marks")
    .values({ clock: engineClock, shown_at_ms })
    .onConflict((conflict) => conflict.column("clock").doNothing())
    .execute();
  return (await clockMarkMs(database)) ?? shown_at_ms;
}

/** For a mark that is not believed. */
async function lowerMark({ db }: Database, shown_at_ms: number): Promise<void> {
  await db
    .updateTable("clock_marks")
    .set({ shown_at_ms })
    .where("clock", "=", engineClock)
    .execute();
}

/**
 * Resolves with `source` as it goes on from the mark: until it has caught up, the steady clock adds to
 * the mark. Rejects where the database cannot be reached.
 */
export async function keepClockMark(
  database: Database,
  source: Clock,
  log: Log,
): Promise<MarkedClock> {
  // What the steady clock's time is added to: the time shown is never below their sum.
  let floorMs = Number.NEGATIVE_INFINITY;
  const shownMs = onward(() => Math.max(source.nowMs(), Math.round(source.steadyMs() + floorMs)));
  const isTooFar = (storedMs: number) => storedMs - shownMs() > markAheadMsMax;
  const goOnFrom = (storedMs: number) => {
    floorMs = Math.max(floorMs, storedMs - source.steadyMs());
  };
  const stored = await clockMarkMs(database);
  if (stored !== null && isTooFar(stored)) {
    const aheadMs = stored - shownMs();
    log.error(
      { aheadMs },
      "the latest time shown is more than a day ahead: not believed, set back",
    );
    await lowerMark(database, shownMs());
  } else if (stored !== null) {
    const aheadMs = stored - shownMs();
    if (aheadMs > clockJumpMs) {
      log.warn({ aheadMs }, "the clock is behind the latest time shown: it goes on from there");
    }
    goOnFrom(stored);
  }
  const mark = async () => {
    const raised = await raiseMark(database, shownMs());
    if (!isTooFar(raised)) goOnFrom(raised);
  };
  await mark();
  const stop = source.every(markMs, () => {
    mark().catch((thrown: unknown) => {
      log.debug({ cause: describeThrown(thrown) }, "the latest time shown could not be stored");
    });
  });
  return { clock: clockShowing(source, shownMs), mark, stop };
}
