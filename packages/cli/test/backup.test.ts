/** Commands about backups: what they say, and how they end (docs/backup.md). */
import { join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

let bench: Bench;
let world: World;
let folder: Folder;
let here: Record<string, string>;
let there: Record<string, string>;

beforeAll(async () => {
  bench = await createBench({});
  world = await startWorld();
  await connect(apiOf(world), "user-1", ids.userConnector);
  folder = await bench.folder();
  here = {
    GRANTRY_DATABASE_URL: world.databaseUrl,
    GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
    GRANTRY_DATA_DIR: join(folder.root, "here"),
  };
  there = {
    ...here,
    GRANTRY_DATABASE_URL: `sqlite:${join(folder.root, "there", "grantry.db")}`,
    GRANTRY_DATA_DIR: join(folder.root, "there"),
  };
});
afterAll(async () => {
  await world?.close();
  await bench?.close();
});

/** Without colours and the like: the words alone. */
const words = (text: string) => text.replace(/\s+/g, " ");

describe("on the server's machine", () => {
  test("a backup is named by the time where it is not named otherwise, and says which keys it needs", async () => {
    const ran = await folder.run(["backup"], { env: here });
    expect([ran.code, words(ran.stdout)]).toEqual([
      0,
      expect.stringMatching(
        /^grantry-backup-\d{8}T\d{6}Z\.tar: \d+ rows in \d+ tables\. .*does not hold: k1\./,
      ),
    ]);
    const named = await folder.run(["backup", "mine.tar", "--json"], { env: here });
    expect(named.json).toMatchObject({
      file: "mine.tar",
      engine: "sqlite",
      keys: ["k1"],
      sealed: false,
      noted: true,
    });
    const doctor = await folder.run(["doctor", "--json"], { env: here });
    const found = doctor.json.findings.filter(({ about }: { about: string }) => about === "backup");
    expect(found).toMatchObject([
      {
        verdict: "good",
        text: expect.stringMatching(/, less than an hour ago \(\d+ MB, not sealed\)$/),
      },
    ]);
    const again = await folder.run(["backup", "mine.tar", "--json"], { env: here });
    expect([again.code, again.json.error.code]).toEqual([3, "backup_failed"]);
  });

  test("where there is no database, nothing is backed up", async () => {
    const nowhere = { ...here, GRANTRY_DATABASE_URL: `sqlite:${join(folder.root, "no.db")}` };
    const ran = await folder.run(["backup", "none.tar", "--json"], { env: nowhere });
    expect([ran.code, ran.json.error.code]).toEqual([3, "database_not_found"]);
  });

  test("a drill says a line for each check, and ends with 8 where one is bad", async () => {
    const ran = await folder.run(["drill", "restore", "mine.tar"], { env: here });
    expect([ran.code, ran.stdout.split("\n").filter((line) => !line.startsWith("ok "))]).toEqual([
      0,
      [""],
    ]);
    await folder.write("not.tar", "not a backup");
    const bad = await folder.run(["drill", "restore", "not.tar"], { env: here });
    expect([bad.code, bad.stdout]).toEqual([8, expect.stringMatching(/^BAD {4}file: /)]);
  });

  test("a restore without the keys says which are missing; without taking over it says what comes next", async () => {
    const without = {
      ...there,
      GRANTRY_DATABASE_URL: `sqlite:${join(folder.root, "bare", "grantry.db")}`,
      GRANTRY_ENCRYPTION_KEYS: undefined,
      GRANTRY_ENCRYPTION_KEY_FILE: join(folder.root, "none.key"),
    };
    const bare = await folder.run(["restore", "mine.tar", "--json"], { env: without });
    expect([bare.code, bare.json.keys]).toEqual([8, [{ id: "k1", configured: false }]]);
    const ran = await folder.run(["restore", "mine.tar"], { env: there });
    expect([ran.code, words(ran.stdout)]).toEqual([
      0,
      expect.stringContaining(
        "asks no provider. Once the server that the backup is of is gone for good: grantry take-over",
      ),
    ]);
  });

  test("doctor says that no provider is asked, and asks none", async () => {
    const before = world.sandbox.ledger.entries.length;
    const ran = await folder.run(["doctor", "--json"], {
      env: {
        ...there,
        GRANTRY_ALLOWED_PRIVATE_ORIGINS: `${ids.workspace}=${world.sandbox.origin}`,
      },
    });
    expect(ran.json.findings).toContainEqual({
      about: "restore",
      verdict: "bad",
      text: expect.stringContaining("grantry take-over"),
    });
    expect(world.sandbox.ledger.entries.length).toBe(before);
  });

  test("to take over, somebody has to mean it; run again it says what came of it", async () => {
    const asked = await folder.run(["take-over", "--json"], { env: there });
    expect(asked.code).toBe(2);
    const ran = await folder.run(["take-over", "--yes"], { env: there });
    expect([ran.code, words(ran.stdout)]).toEqual([
      0,
      expect.stringMatching(/^Taken over: .* 1 connection may /),
    ]);
    const again = await folder.run(["take-over", "--json"], { env: there });
    expect(again.json).toMatchObject({ taken_over: true, in_doubt: 1, ended: 0, connections: [] });
    const doctor = await folder.run(["doctor", "--json"], { env: there });
    expect(doctor.json.findings).toContainEqual({
      about: "restore",
      verdict: "good",
      text: expect.stringContaining("taken over at"),
    });
  });

  test("a restore takes over at once where that is said", async () => {
    const env = {
      ...there,
      GRANTRY_DATABASE_URL: `sqlite:${join(folder.root, "third", "grantry.db")}`,
      GRANTRY_DATA_DIR: join(folder.root, "third"),
    };
    const ran = await folder.run(["restore", "mine.tar", "--take-over", "--yes", "--json"], {
      env,
    });
    expect(ran.json).toMatchObject({ restored: true, taken_over: true, in_doubt: 1 });
  });

  test("a server that was not restored has nothing to take over", async () => {
    const ran = await folder.run(["take-over", "--yes", "--json"], { env: here });
    expect([ran.code, ran.json.error.code]).toEqual([3, "restore_refused"]);
  });
});
