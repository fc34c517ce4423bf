/** Work that every process does now and then without being asked. */
import { describeThrown } from "../../lib/error.ts";
import type { ServiceContext } from "../context.ts";

/**
 * Does the work every so many milliseconds until the returned function is called. Not again while it
 * is still at it, so that a slow database is not asked for more; a failure is logged, not fatal.
 */
export function regularly(
  context: ServiceContext,
  { what, everyMs }: { readonly what: string; readonly everyMs: number },
  work: () => Promise<unknown>,
): () => void {
  const { clock, flights, log } = context;
  return clock.every(everyMs, () => {
    if (flights.has(what)) return;
    flights.join(what, work).catch((thrown: unknown) => {
      log.error({ what, cause: describeThrown(thrown) }, "regular work failed");
    });
  });
}
