/** Removes records of the audit trail that their workspaces do not keep. */
import { listKept, removeOldest } from "../../store/audit-retention.ts";
import { pause } from "../../store/bounded-counts.ts";
import type { Store } from "../../store/store.ts";

/** How many are removed in one transaction: on SQLite everybody else waits for it. */
const atOnce = 1_000;
/** And of a workspace in a row; what is left goes a minute later. */
const roundsMax = 50;

export async function removeOldRecords(store: Store): Promise<void> {
  for (const kept of await listKept(store)) {
    for (let round = 0; round < roundsMax; round += 1) {
      if ((await removeOldest(store, kept, atOnce)) < atOnce) break;
      await pause();
    }
  }
}
