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
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
  every: (ms, work) => {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** A clock that ticks and sleeps as `host` does and shows another time. */
export function clockShowing(host: Clock, nowMs: () => number): Clock {
  return {
    ...host,
    nowMs,
    now: () => new Date(nowMs()),
    nowSeconds: () => Math.floor(nowMs() / 1000),
  };
}
