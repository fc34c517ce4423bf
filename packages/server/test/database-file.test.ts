/** A SQLite file that is deleted, moved or replaced under a server: it is noticed, and nothing is said to be stored. */
import { copyFile, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Answer, toAnswer } from "@grantry/testing/api";
import {
  type Connected,
  createHold,
  firstUser,
  startConnected,
  until,
} from "@grantry/testing/connected";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";

let clock: FakeClock;
let connected: Connected;
let unstoredFolder: string;
let path: string;

beforeEach(async () => {
  clock = createFakeClock();
  unstoredFolder = await mkdtemp(join(tmpdir(), "grantry-unstored-"));
  connected = await startConnected({ clock, unstoredFolder });
  path = connected.world.databaseUrl.replace("sqlite:", "");
});
afterEach(async () => {
  await connected.world.close();
  await rm(unstoredFolder, { recursive: true, force: true });
});

const ready = async () => {
  clock.advance(1_001);
  return await toAnswer(fetch(`${connected.world.url}/readyz`));
};
const isGone = ({ status, body }: Answer) =>
  status === 503 && /deleted, moved or replaced/.test(body.detail);
const aside = () => `${path}.aside`;
const files = ["", "-wal", "-shm"];

async function expectRefused(): Promise<void> {
  const user = await connected.api.signIn(firstUser).catch(() => undefined);
  expect(isGone(await ready())).toBe(true);
  if (user !== undefined) expect(isGone(await user.initiate(ids.userConnector))).toBe(true);
  // Reads look once a second.
  await until(async () => isGone(await connected.read()));
  expect((await fetch(`${connected.world.url}/healthz`)).status).toBe(200);
}

const disasters: readonly (readonly [string, () => Promise<void>])[] = [
  ["deleted", () => rm(path)],
  [
    "deleted with what lies beside it",
    async () => {
      for (const file of files) await rm(path + file);
    },
  ],
  ["left without its write-ahead log", () => rm(`${path}-wal`)],
  [
    "replaced by a copy of itself",
    async () => {
      await copyFile(path, aside());
      await rename(aside(), path);
    },
  ],
  [
    "replaced by another database",
    async () => {
      const other = openDatabase(`sqlite:${aside()}`);
      await migrate(other);
      await other.close();
      await rename(aside(), path);
    },
  ],
];

test.each(disasters)("%s: it is not ready, says so, and stores nothing", async (_what, happen) => {
  expect((await ready()).status).toBe(200);
  await happen();
  await expectRefused();
});

describe("a file that comes back", () => {
  test("is used again, with all that was in it", async () => {
    for (const file of files) await rename(path + file, aside() + file);
    await expectRefused();
    for (const file of files) await rename(aside() + file, path + file);
    expect((await ready()).status).toBe(200);
    expect((await connected.read()).body.version).toBe(1);
    expect((await connected.read({ refused_version: 1 })).body.version).toBe(2);
  });

  test("with its folder, too", async () => {
    const folder = dirname(path);
    await rename(folder, `${folder}-aside`);
    await expectRefused();
    await rename(`${folder}-aside`, folder);
    expect((await ready()).status).toBe(200);
    expect((await connected.read({ refused_version: 1 })).body.version).toBe(2);
  });

  test("gets the tokens that came meanwhile: what rotated is not lost (G4)", async () => {
    const hold = createHold();
    connected.world.sandbox.faults.next("token", {
      kind: "held",
      until: hold.until,
      processed: true,
    });
    const reading = connected.read({ refused_version: 1 });
    await until(() => connected.refreshes() === 1);
    await rename(path, aside());
    hold.release();
    expect((await reading).body.code).toBe("database_unavailable");
    // Storing goes on, and may be writing the file anew beside the one that is there.
    const laidDown = (await readdir(unstoredFolder)).filter((name) => name.endsWith(".json"));
    expect(laidDown).toHaveLength(1);
    await rename(aside(), path);
    await until(async () => (await connected.row().catch(() => undefined))?.version === 2);
    expect((await connected.read({ refused_version: 2 })).body.version).toBe(3);
    expect(connected.world.sandbox.ledger.count("reuse")).toBe(0);
  });
});

test("what was begun before it was gone is not said to be stored, and leaves nothing open", async () => {
  const { database } = connected.world.app.context.store;
  const work = database.transaction(async (trx) => {
    await trx.updateTable("workspaces").set({ name: "lost" }).execute();
    await rename(path, aside());
  });
  await expect(work).rejects.toThrow(/deleted, moved or replaced/);
  await rename(aside(), path);
  const { name } = await database.db
    .selectFrom("workspaces")
    .select("name")
    .where("workspace_id", "=", ids.workspace)
    .executeTakeFirstOrThrow();
  expect(name).toBe("Test workspace");
});
