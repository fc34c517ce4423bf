/** Work that every process does now and then without being asked. */

import type { Clock } from "./clock.ts";
import { describeThrown } from "./error.ts";
import type { Flights } from "./flights.ts";
import type { Log } from "./log.ts";

/**
 * Does the work every so many milliseconds until the returned function is called. Not again while it
 * is still at it, so that a slow database is not asked for more; a failure is logged, not fatal.
 */
export function regularly(
  parts: { readonly clock: Clock; readonly flights: Flights; readonly log: Log },
  { what, everyMs }: { readonly what: string; readonly everyMs: number },
  work: () => Promise<unknown>,
): () => void {
  const { clock, flights, log } = parts;
  return clock.every(everyMs, () => {
    if (flights.has(what)) return;
    flights.join(what, work).catch((thrown: unknown) => {
      log.error({ what, cause: describeThrown(thrown) }, "regular work failed");
    });
  });
}

/** Does the work once, so many milliseconds from now, unless the returned function is called before. Keeps no process alive. */
export function afterwards(clock: Clock, ms: number, work: () => void): () => void {
  const stop = clock.every(ms, () => {
    stop();
    work();
  });
  return stop;
}
