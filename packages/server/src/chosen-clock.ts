/** Which clock a server goes by: what it is told, or the database's, or this machine's; and never back. */
import { type Clock, clockGoingOn, systemClock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { keepClockMark } from "./store/clock-mark.ts";
import type { Database } from "./store/database.ts";
import { startDatabaseClock } from "./store/database-clock.ts";

export type Closer = () => Promise<void> | void;

interface ClockInput {
  readonly hostClock?: Clock | undefined;
  readonly log: Log;
}

/** The clock of a server, marked in its database. What must be closed goes into `closers`. */
export async function chooseClock(
  input: ClockInput,
  database: Database,
  closers: Closer[],
): Promise<Clock> {
  const source = await sourceOfTime(input, database, closers);
  const { clock, mark, stop } = await keepClockMark(database, source, input.log);
  closers.push(async () => {
    stop();
    // Where the database is away the mark is a few seconds old, as after a crash.
    await mark().catch(() => {});
  });
  return clock;
}

/** A clock that never goes back while this process lives. */
async function sourceOfTime(
  { hostClock = systemClock, log }: ClockInput,
  database: Database,
  closers: Closer[],
): Promise<Clock> {
  if (database.engine === "sqlite") {
    return clockGoingOn(hostClock, (jumpMs) =>
      log.warn({ jumpMs, followed: jumpMs > 0 }, "the machine's clock has jumped"),
    );
  }
  const { clock, stop } = await startDatabaseClock(database, hostClock, log);
  closers.push(stop);
  return clock;
}
