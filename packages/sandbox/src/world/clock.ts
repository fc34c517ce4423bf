/** The time of a world: the real time, moved forward as a test says. */

/** Milliseconds, or a number with its unit: `"90s"`, `"15m"`, `"12h"`, `"7d"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;

export interface WorldClock {
  /** What time it is for the providers. */
  now(): Date;
  /**
   * Moves the time of every provider of this world forward: codes, access tokens and refresh tokens end when their
   * documented life is over. It goes on from there as time does. The client's own clock is not touched.
   * Throws for what is no duration, and for one that goes backwards.
   */
  advance(duration: Duration): void;
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A clock that shows the real time until it is moved. */
export function createWorldClock(): WorldClock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance: (duration) => {
      aheadMs += milliseconds(duration);
    },
  };
}

function milliseconds(duration: Duration): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const ms =
    typeof duration === "number"
      ? duration
      : Number(amount ?? Number.NaN) * (unitMs[unit ?? ""] ?? 1);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new Error(
    `"${duration}" is no time to move on by: give milliseconds, or a text such as "90s", "15m", "12h", "7d".`,
  );
}
