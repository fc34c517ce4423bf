/**
 * Tries a read again that failed with a token that was issued a moment ago: some providers need seconds
 * until all of their servers know it. A person waits meanwhile, so there is an end to it.
 */
import type { Clock } from "./clock.ts";

/** How long, milliseconds: no try begins later, for all the reads that share one patience together. */
export const patienceMs = 10_000;

export interface Patience {
  readonly clock: Clock;
  /** Aborted when the server closes: there is one more try at once then, and no more waiting. */
  readonly signal: AbortSignal;
  /** As `clock.nowMs` tells it. */
  readonly untilMs: number;
}

/** Begins now. */
export function newPatience(clock: Clock, signal: AbortSignal): Patience {
  return { clock, signal, untilMs: clock.nowMs() + patienceMs };
}

/** How a failed try is taken. */
export interface Setback {
  /** Whether the token was refused, which passes soon, or the other side is busy or away. */
  readonly kind: "refused_token" | "busy";
  /** What the other side asked for. */
  readonly retryAfterSeconds: number | null;
}

/**
 * Resolves with the first result. `judge` says of what was thrown whether another try may help; null:
 * it may not. Throws what the last try threw.
 */
export async function patiently<T>(
  patience: Patience | null,
  work: () => Promise<T>,
  judge: (thrown: unknown) => Setback | null,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (thrown) {
      const setback = judge(thrown);
      if (patience === null || setback === null || patience.signal.aborted) throw thrown;
      const pauseMs = pauseAfter(setback, tries);
      if (patience.clock.nowMs() + pauseMs > patience.untilMs) throw thrown;
      // Whatever ends the pause early is the end of waiting, not of the read.
      await patience.clock.sleep(pauseMs, patience.signal).catch(() => {});
    }
  }
}

/** Milliseconds. A busy server is given more time than one that has not heard of the token yet. */
function pauseAfter({ kind, retryAfterSeconds }: Setback, tries: number): number {
  const [first, longest] = kind === "refused_token" ? [250, 1_000] : [500, 4_000];
  const own = Math.min(longest, first * 2 ** (tries - 1));
  return Math.max(own, (retryAfterSeconds ?? 0) * 1_000);
}
