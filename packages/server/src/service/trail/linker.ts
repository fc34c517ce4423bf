/** Links records of the audit trail to their chains, after they were committed. Any process does it for all. */
import { describeThrown } from "../../lib/error.ts";
import { afterwards, regularly } from "../../lib/regularly.ts";
import { linkRecords, nextUnlinked } from "../../store/audit-chain.ts";
import { onUnlinked } from "../../store/audit-unlinked.ts";
import { pause } from "../../store/bounded-counts.ts";
import type { TrailContext } from "./context.ts";

/** How many records are linked in one transaction. */
const atOnce = 500;
/** And in a row, before others of the process have their turn: there may be a million from before there were chains. */
const roundsMax = 20;

type LinkerContext = Pick<TrailContext, "store" | "clock" | "log" | "flights" | "trail">;

/** Links what waits, chain by chain; of a chain with many at most ten thousand. */
export async function linkWaiting({ store }: Pick<LinkerContext, "store">): Promise<void> {
  let chainId = await nextUnlinked(store, null);
  while (chainId !== undefined) {
    for (let round = 0; round < roundsMax; round += 1) {
      if ((await linkRecords(store, chainId, atOnce)) < atOnce) break;
      await pause();
    }
    chainId = await nextUnlinked(store, chainId);
  }
}

/** Links soon after every insert of this process, and now and then, until the returned function is called. */
export function linkRegularly(context: LinkerContext): () => void {
  const { store, clock, flights, log, trail } = context;
  const what = "link audit records";
  let due: (() => void) | null = null;
  let isEnded = false;
  const work = () => linkWaiting(context);
  onUnlinked(store.database, () => {
    if (due !== null || isEnded) return;
    due = afterwards(clock, trail.linkAfterMs, () => {
      due = null;
      flights.join(what, work).catch((thrown: unknown) => {
        log.warn({ cause: describeThrown(thrown) }, "audit records are not linked yet");
      });
    });
  });
  const stop = regularly(context, { what, everyMs: trail.linkEveryMs }, work);
  return () => {
    isEnded = true;
    due?.();
    stop();
  };
}
