/** What doctor says of the last backup that the command made. Others may back the database up; that is not seen from here. */
import { instantOf } from "./lib/clock.ts";
import type { Say } from "./local-doctor-audit.ts";
import { lastBackup } from "./store/backups.ts";
import type { Store } from "./store/store.ts";

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;
/** One is made every day, at some time of it. */
const oldSeconds = 2 * daySeconds;
const megabyte = 1_048_576;

/** Outside production nothing needs one. */
export async function examineBackup(
  store: Store,
  { production }: { readonly production: boolean },
  say: Say,
): Promise<void> {
  const backup = await lastBackup(store);
  const help = "grantry backup makes one, where nothing else backs the database up";
  if (backup === undefined) {
    if (production) say("backup", "unknown", `none was ever made: ${help}`);
    return;
  }
  const { madeAt, sizeBytes, sealed } = backup;
  const seconds = Math.max(0, store.clock.nowSeconds() - madeAt);
  const how = `${Math.ceil(sizeBytes / megabyte)} MB, ${sealed ? "sealed" : "not sealed"}`;
  const text = `the last was made at ${instantOf(madeAt)}, ${ageOf(seconds)} ago (${how})`;
  if (production && seconds > oldSeconds) say("backup", "unknown", `${text}: ${help}`);
  else say("backup", "good", text);
}

function ageOf(seconds: number): string {
  if (seconds < hourSeconds) return "less than an hour";
  const [count, unit] =
    seconds < oldSeconds
      ? [Math.floor(seconds / hourSeconds), "hour"]
      : [Math.floor(seconds / daySeconds), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
