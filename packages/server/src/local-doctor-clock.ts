/** What doctor says of the clock: beside the database's, beside what was shown before, and beside the world's. */
import { systemClock } from "./lib/clock.ts";
import { clockOffMsMax, type HeardDate } from "./lib/clock-watch.ts";
import type { Say } from "./local-doctor-audit.ts";
import { clockMarkMs } from "./store/clock-mark.ts";
import type { Database } from "./store/database.ts";
import { databaseTimeMs } from "./store/database-clock.ts";

/** Clocks that differ by more make tokens end too early or too late. */
const clockDifferenceMsMax = 5_000;

export async function examineClock(database: Database, say: Say): Promise<void> {
  if (database.engine === "postgres") {
    const aheadMs = systemClock.nowMs() - (await databaseTimeMs(database));
    if (Math.abs(aheadMs) > clockDifferenceMsMax) {
      return say("clock", "bad", `${differs(aheadMs, "the database's")}: synchronise both`);
    }
    return say("clock", "good", "agrees with the database's");
  }
  const markMs = await clockMarkMs(database);
  const behindMs = (markMs ?? 0) - systemClock.nowMs();
  if (behindMs > clockDifferenceMsMax) {
    const text = `${differs(-behindMs, "what it showed before")}: it was set back, or was wrong then; synchronise it`;
    return say("clock", "bad", text);
  }
  say("clock", "good", "the database has none of its own to differ from, and it was not set back");
}

/** `heard`: what time answers of providers said it was, taken down as they came. */
export function examineClockBeside(
  heard: readonly (HeardDate & { nowMs: number })[],
  say: Say,
): void {
  const about = "clock and providers";
  if (heard.length === 0) {
    say(about, "unknown", "no provider answered that says what time it is");
    return;
  }
  const sorted = heard
    .map(({ origin, dateMs, nowMs }) => ({ origin, aheadMs: nowMs - dateMs }))
    .sort((one, other) => one.aheadMs - other.aheadMs);
  // Of several, one that is wrong itself does not count.
  const middle = sorted[Math.floor(sorted.length / 2)] ?? { origin: "", aheadMs: 0 };
  if (Math.abs(middle.aheadMs) <= clockOffMsMax) {
    say(about, "good", `agrees with the answers of ${heard.length}`);
    return;
  }
  const text = `${differs(middle.aheadMs, `the answers of providers (${middle.origin})`)}: synchronise this machine's and the database's; until then sign-ins, signed calls and certificates may be refused`;
  say(about, "bad", text);
}

function differs(aheadMs: number, whose: string): string {
  const seconds = Math.abs(Math.round(aheadMs / 1_000));
  return `is ${seconds} seconds ${aheadMs > 0 ? "ahead of" : "behind"} ${whose}`;
}
