/** Doctor tells of the last backup: when it was, how old that is, and in production that there is none, or none of late. */
import { createMigratedDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createKeyring, newKeyText } from "./crypto/keyring.ts";
import { instantOf } from "./lib/clock.ts";
import type { Say } from "./local-doctor-audit.ts";
import { examineBackup } from "./local-doctor-backup.ts";
import { noteBackup } from "./store/backups.ts";
import { type Database, openDatabase } from "./store/database.ts";
import type { Store } from "./store/store.ts";

const hourMs = 3_600_000;
const help = "grantry backup makes one, where nothing else backs the database up";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;
  let clock: FakeClock;
  let store: Store;
  beforeEach(async () => {
    made = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url, { poolSize: 1 });
    clock = createFakeClock();
    store = { database, db: database.db, keyring: createKeyring(newKeyText("k1")), clock };
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  async function said(production = true): Promise<string[]> {
    const all: string[] = [];
    const say: Say = (about, verdict, text) => all.push(`${about} ${verdict} ${text}`);
    await examineBackup(store, { production }, say);
    return all;
  }
  const noted = (sizeBytes: number, sealed: boolean) =>
    noteBackup(store, { madeAt: clock.nowSeconds(), sizeBytes, sealed });

  test("none was made: in production that is said, elsewhere nothing needs one", async () => {
    expect(await said()).toEqual([`backup unknown none was ever made: ${help}`]);
    expect(await said(false)).toEqual([]);
  });

  test("the last one's age is said, and in production that it is more than two days", async () => {
    await noted(5_000_000_000, false);
    clock.advance(hourMs);
    await noted(1, true);
    const at = `backup good the last was made at ${instantOf(clock.nowSeconds())}`;
    const how = "ago (1 MB, sealed)";
    expect(await said()).toEqual([`${at}, less than an hour ${how}`]);
    clock.advance(hourMs);
    expect(await said()).toEqual([`${at}, 1 hour ${how}`]);
    clock.advance(47 * hourMs);
    expect(await said()).toEqual([`${at}, 2 days ${how}`]);
    clock.advance(1_000);
    const old = `${at}, 2 days ${how}`;
    expect(await said()).toEqual([`${old.replace("good", "unknown")}: ${help}`]);
    expect(await said(false)).toEqual([old]);
  });

  test("a large one that is not sealed is said to be so", async () => {
    await noted(5_000_000_000, false);
    expect(await said()).toEqual([expect.stringMatching(/ ago \(4769 MB, not sealed\)$/)]);
  });
});
