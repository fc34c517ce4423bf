/**
 * One clock for all processes of a database: the database's. Machines disagree by seconds or minutes,
 * and a lease or an end that one writes and another reads must mean the same to both. Between two
 * readings of the database's time it goes on with the machine's monotonic clock, so that a step of the
 * machine's own time changes nothing. It never goes back: a token that has ended would live again. After
 * a failover to a host whose clock is behind, it goes on by itself until that one has caught up.
 */
import { sql } from "kysely";
import { type Clock, clockJumpMs, clockShowing, onward } from "../lib/clock.ts";
import { describeThrown } from "../lib/error.ts";
import type { Log } from "../lib/log.ts";
import type { Database } from "./database.ts";

export interface DatabaseClock {
  readonly clock: Clock;
  /** Reads the database's time anew. */
  synchronize(): Promise<void>;
  stop(): void;
}

const synchronizeMs = 60_000;
/** A reading that took longer says too little: it is wrong by half of what it took, at most. */
const readingMsMax = 500;
/** At the start there is none from before: the best of so many counts, or the first good one. */
const firstReadings = 5;

/** PostgreSQL's time, epoch milliseconds. */
export async function databaseTimeMs(database: Database): Promise<number> {
  const { rows } = await sql<{ now_ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms
  `.execute(database.db);
  const [row] = rows;
  if (row === undefined) throw new Error("the database told no time");
  return row.now_ms;
}

interface Reading {
  /** What is added to the machine's steady clock. */
  readonly offsetMs: number;
  readonly tookMs: number;
}

async function readOffset(database: Database, host: Clock): Promise<Reading> {
  const before = host.steadyMs();
  const databaseMs = await databaseTimeMs(database);
  const after = host.steadyMs();
  return { offsetMs: databaseMs - (before + after) / 2, tookMs: after - before };
}

async function readFirstOffset(database: Database, host: Clock): Promise<number> {
  // Opens a session, which is no part of how long a reading takes.
  await databaseTimeMs(database);
  let best = await readOffset(database, host);
  for (let count = 1; count < firstReadings && best.tookMs > readingMsMax; count += 1) {
    const next = await readOffset(database, host);
    if (next.tookMs < best.tookMs) best = next;
  }
  return best.offsetMs;
}

/**
 * Logs that this machine's clock and the database's differ, and that they agree again. Tokens go by the database's; this
 * machine's is what certificates, signed calls and the log go by.
 */
function tellOfDifference(host: Clock, log: Log): (offsetMs: number) => void {
  let differed = false;
  return (offsetMs) => {
    const aheadMs = Math.round(host.nowMs() - host.steadyMs() - offsetMs);
    const differs = Math.abs(aheadMs) > clockJumpMs;
    if (differs === differed) return;
    differed = differs;
    if (differs)
      log.warn({ aheadMs }, "this machine's clock differs from the database's: synchronise both");
    else log.info({}, "this machine's clock agrees with the database's again");
  };
}

/**
 * Resolves with a clock that shows PostgreSQL's time. `host` ticks and sleeps; what it shows matters for the log
 * alone. Rejects where the database cannot be reached.
 */
export async function startDatabaseClock(
  database: Database,
  host: Clock,
  log: Log,
): Promise<DatabaseClock> {
  let offsetMs = await readFirstOffset(database, host);
  const tell = tellOfDifference(host, log);
  tell(offsetMs);
  const synchronize = async () => {
    const reading = await readOffset(database, host);
    if (reading.tookMs > readingMsMax) return;
    const jumpMs = Math.round(reading.offsetMs - offsetMs);
    const isJump = Math.abs(jumpMs) > clockJumpMs;
    if (isJump) log.warn({ jumpMs, followed: jumpMs > 0 }, "the database's clock has jumped");
    if (!isJump || jumpMs > 0) offsetMs = reading.offsetMs;
    tell(reading.offsetMs);
  };
  const nowMs = onward(() => Math.round(host.steadyMs() + offsetMs));
  const stop = host.every(synchronizeMs, () => {
    synchronize().catch((thrown: unknown) => {
      log.debug({ cause: describeThrown(thrown) }, "the database's time could not be read");
    });
  });
  const clock = clockShowing(host, nowMs);
  return { clock, synchronize, stop };
}
