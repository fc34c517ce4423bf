/** Other processes beside this one, on a database that is a file. */
import type { Log } from "../../lib/log.ts";
import { listHolders } from "../../store/key-holders.ts";
import { lastRestore } from "../../store/restores.ts";
import type { Store } from "../../store/store.ts";

/**
 * Says that there are some. Supported on one machine: what one writes the others see, and each grant is refreshed by one of
 * them. This one must have said by then that it serves.
 */
export async function tellOfOthers(store: Store, log: Log): Promise<void> {
  if (store.database.engine !== "sqlite") return;
  // Who had written before came with the backup, and serves another file.
  const since = (await lastRestore(store))?.restoredAt ?? 0;
  const others = (await listHolders(store)).filter(({ seenAt }) => seenAt >= since).length - 1;
  if (others < 1) return;
  log.info(
    { others },
    "another process serves this database file, or did within the last minute: all of them must be on this machine",
  );
}
