/** Whether others agree with the clock: answers that come in say by their `Date` what time it is elsewhere. */
import { type Clock, httpDateMs } from "./clock.ts";
import type { Log } from "./log.ts";

/** What an answer said. Those that a cache kept have an old date, and are not told of. */
export interface HeardDate {
  readonly origin: string;
  readonly dateMs: number;
}
export type HearDate = (heard: HeardDate) => void;

/** More than an answer takes, and than the tolerance with which signatures and sign-ins are checked. */
export const clockOffMsMax = 60_000;
/** One that is off stays so until somebody sets it. */
const tellAgainMs = 3_600_000;

/** Logs a clock that others disagree with, once in an hour at most: what one of them says may be wrong as well. */
export function createClockWatch(clock: Clock, log: Log): HearDate {
  let toldMs = Number.NEGATIVE_INFINITY;
  return ({ origin, dateMs }) => {
    const aheadMs = clock.nowMs() - dateMs;
    if (Math.abs(aheadMs) <= clockOffMsMax || clock.steadyMs() - toldMs < tellAgainMs) return;
    toldMs = clock.steadyMs();
    log.warn(
      { aheadSeconds: Math.round(aheadMs / 1_000), origin },
      "the clock disagrees with the Date of an answer: synchronise this machine's, and the database's",
    );
  };
}

/** Reads the header. Undefined where it is missing or no date, and for an answer out of a cache. */
export function dateOfAnswer(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): number | undefined {
  const { date, age } = headers;
  return typeof date === "string" && age === undefined ? httpDateMs(date) : undefined;
}
