/** What doctor says of room on the disk, and of the age of root keys. */
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "./config.ts";
import { instantOf, systemClock } from "./lib/clock.ts";
import { nearestThere, sizeOf } from "./lib/file-problem.ts";
import type { Say } from "./local-doctor-audit.ts";
import { listRootKeys } from "./store/encryption-keys.ts";
import type { Store } from "./store/store.ts";

const megabyte = 1_048_576;
/** The write-ahead log of a busy server takes as much. */
const freeMin = 256 * megabyte;

/** Of the folder that the server writes to; on SQLite the database is in it, or elsewhere. */
export async function examineRoom(
  { databaseUrl, unstoredFolder }: Pick<Config, "databaseUrl" | "unstoredFolder">,
  say: Say,
): Promise<void> {
  const [, file] = /^sqlite:(?!:memory:$)(.+)$/.exec(databaseUrl) ?? [];
  const folder = nearestThere(dirname(file ?? unstoredFolder));
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const size = file === undefined ? 0 : sizeOf(file);
  const text = `${inMegabytes(free)} free on the disk of ${folder}`;
  if (free < freeMin) {
    say("disk", "bad", `${text}: make room, ${inMegabytes(freeMin)} at least`);
  } else if (free < size) {
    say(
      "disk",
      "unknown",
      `${text}, less than the database's ${inMegabytes(size)}: an upgrade that writes tables anew, or a backup beside it, needs as much again`,
    );
  } else say("disk", "good", text);
}

function inMegabytes(bytes: number): string {
  return `${Math.floor(bytes / megabyte)} MB`;
}

const yearSeconds = 31_536_000;

/** Whether the root key that wraps what is new is older than a year: whether that is too old, the company's rules say. */
export async function examineKeyAge(store: Store, say: Say): Promise<void> {
  const primary = (await listRootKeys(store)).find(({ state }) => state === "primary");
  if (primary === undefined) return;
  const { keyId, changedAt } = primary;
  const age = systemClock.nowSeconds() - changedAt;
  // Keys from before their states were kept have no time.
  const since = changedAt === 0 ? "longer than is known" : `since ${instantOf(changedAt)}`;
  if (age <= yearSeconds) {
    say("key age", "good", `${keyId} has been in use ${since}`);
    return;
  }
  say(
    "key age",
    "unknown",
    `${keyId} has been in use ${since}: grantry keys add makes another, where your rules want one a year`,
  );
}
