/** What doctor says of a database that was restored from a backup. */
import { instantOf } from "./lib/clock.ts";
import type { Say } from "./local-doctor-audit.ts";
import { isHeldBack, lastRestore } from "./store/restores.ts";
import type { Store } from "./store/store.ts";

/** Whether providers may be asked. */
export async function examineRestore(store: Store, say: Say): Promise<boolean> {
  const restore = await lastRestore(store);
  if (restore === undefined) return true;
  const madeAt = instantOf(restore.backupMadeAt);
  if (await isHeldBack(store)) {
    const help =
      "no provider is asked until grantry take-over says that the server that the backup is of is gone";
    say("restore", "bad", `restored from a backup of ${madeAt}: ${help}`);
    return false;
  }
  const takenOverAt = instantOf(restore.takenOverAt ?? 0);
  say("restore", "good", `restored from a backup of ${madeAt}, and taken over at ${takenOverAt}`);
  return true;
}
