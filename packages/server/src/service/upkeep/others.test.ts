/** A process says that others serve its SQLite file, and means none that came with a backup. */
import { createFakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import { afterEach, expect, test } from "vitest";
import { createLog } from "../../lib/log.ts";
import { noteHolder } from "../../store/key-holders.ts";
import { tellOfOthers } from "./others.ts";

let world: World | undefined;
afterEach(() => world?.close());

test("those that had said that they serve before the file was restored are not counted, those after are", async () => {
  const clock = createFakeClock();
  world = await startWorld({ engine: "sqlite", clock });
  const { store } = world.app.context;
  await store.db.deleteFrom("key_holders").execute();
  const said: string[] = [];
  const tell = async () => {
    said.length = 0;
    await tellOfOthers(store, createLog("info", { write: (line) => said.push(line) }));
    return said.length;
  };
  await noteHolder(store, "proc_of_the_backup");
  await noteHolder(store, "proc_own");
  expect(await tell()).toBe(1);

  clock.advance(2000);
  const row = {
    restore_id: "rst_1",
    backup_made_at: clock.nowSeconds() - 1,
    restored_at: clock.nowSeconds(),
  };
  await store.db.insertInto("restores").values(row).execute();
  await noteHolder(store, "proc_own");
  expect(await tell()).toBe(0);

  await noteHolder(store, "proc_beside");
  expect(await tell()).toBe(1);
});
