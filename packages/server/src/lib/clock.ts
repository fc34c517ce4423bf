/** The only place that reads the time or waits. Everything else is handed a Clock. */

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** The same moment as a Date, for libraries that want one. */
  now(): Date;
  /** Seconds since the epoch, rounded down. */
  nowSeconds(): number;
  /** Milliseconds since some moment, never set back or forward: for how long something took. */
  steadyMs(): number;
  /** Resolves after so many milliseconds, or rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `work` every `ms` milliseconds until the returned function is called. Keeps no process alive. */
  every(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  now: () => new Date(),
  nowSeconds: () => Math.floor(Date.now() / 1000),
  steadyMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      // A signal can outlive many waits: nothing of one that is over stays with it.
      const end = () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timer = setTimeout(end, ms);
      if (signal?.aborted === true) return stop();
      signal?.addEventListener("abort", stop, { once: true });
    }),
  every: (ms, work) => {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Clocks that are set right step by less; what is more is told, and not followed backwards. */
export const clockJumpMs = 5_000;

/** The same time, which stands still where the other goes back. */
export function onward(nowMs: () => number): () => number {
  let lastMs = 0;
  return () => {
    lastMs = Math.max(lastMs, nowMs());
    return lastMs;
  };
}

/**
 * `host`, but it never goes back: where the machine's time is set back, it goes on by the steady clock
 * until that time has caught up. `jumped` hears of every jump, in milliseconds.
 */
export function clockGoingOn(host: Clock, jumped: (jumpMs: number) => void): Clock {
  let offsetMs = host.nowMs() - host.steadyMs();
  let behind = false;
  const nowMs = onward(() => {
    const steadyMs = host.steadyMs();
    const jumpMs = host.nowMs() - steadyMs - offsetMs;
    const isBack = jumpMs < -clockJumpMs;
    if (isBack !== behind ? isBack : jumpMs > clockJumpMs) jumped(Math.round(jumpMs));
    behind = isBack;
    if (!isBack) offsetMs += jumpMs;
    return Math.round(steadyMs + offsetMs);
  });
  return clockShowing(host, nowMs);
}

/** A clock that ticks and sleeps as `host` does and shows another time. */
export function clockShowing(host: Clock, nowMs: () => number): Clock {
  return {
    ...host,
    nowMs,
    now: () => new Date(nowMs()),
    nowSeconds: () => Math.floor(nowMs() / 1000),
  };
}

/** Epoch seconds of an RFC 3339 text, rounded down. */
export function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000);
}

/** Epoch seconds as RFC 3339 text, UTC: `2026-05-04T09:00:00Z`. */
export function instantOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}

/** As mail says a moment (RFC 5322). */
export function mailDateOf(seconds: number): string {
  return new Date(seconds * 1_000).toUTCString().replace("GMT", "+0000");
}

/** Epoch milliseconds of a header such as `Date`; undefined for what is none. */
export function httpDateMs(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
