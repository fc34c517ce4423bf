/** Commands on the server's machine say which database they look at, and looking makes none. */
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDatabase } from "../src/local-database.ts";
import { processOutside } from "../src/outside.ts";
import { type Bench, createBench } from "./bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({});
});
afterAll(() => bench?.close());

const looking = [
  ["recover", "owner@example.com"],
  ["server", "operators", "list"],
  ["server", "operators", "add", "owner@example.com"],
  ["server", "operators", "remove", "owner@example.com"],
  ["prove-domain", "example.com", "ws_main"],
  ["apply", "boot.jsonc", "--dry-run"],
];

describe("where no server has run", () => {
  test.each(looking)(
    "%s %s names the database that is not there, and makes none",
    async (...args) => {
      const folder = await bench.folder();
      const ran = await folder.run([...args.filter((word) => word !== undefined), "--json"]);
      expect([ran.code, ran.json.error.code]).toEqual([3, "database_not_found"]);
      expect(ran.json.error.message).toContain(join(folder.root, ".grantry/grantry.db"));
      expect(await folder.names(".")).toEqual([]);
    },
  );

  test("doctor finds that, and makes none", async () => {
    const folder = await bench.folder();
    const ran = await folder.run(["doctor", "--json"]);
    const path = join(folder.root, ".grantry/grantry.db");
    expect([ran.code, ran.json]).toEqual([
      8,
      {
        database: path,
        findings: [
          {
            about: "database",
            verdict: "bad",
            text: `There is no database at ${path}. Set GRANTRY_DATA_DIR or GRANTRY_DATABASE_URL as the server has it, or start the server first.`,
          },
        ],
      },
    ]);
    expect(await folder.names(".")).toEqual([]);
  });

  test("the demo's database is named where there is one", async () => {
    const folder = await bench.folder();
    await folder.write(".grantry-demo/grantry.db", "");
    const ran = await folder.run(["recover", "owner@demo.example"]);
    expect(ran.stderr).toContain("GRANTRY_DATA_DIR=.grantry-demo");
  });

  test("a file that cannot be looked at is not said to be missing", async () => {
    const folder = await bench.folder();
    const path = join(folder.root, "round.db");
    await symlink(path, path);
    const env = { GRANTRY_DATABASE_URL: `sqlite:${path}`, GRANTRY_ENCRYPTION_KEYS: "k" };
    const ran = await folder.run(["recover", "owner@example.com", "--json"], { env });
    expect(ran.json.error.code).toBe("database_unavailable");
  });

  test("no key is made for a database that another one has sealed", async () => {
    const folder = await bench.folder();
    await folder.write(".grantry/grantry.db", "");
    const ran = await folder.run(["recover", "owner@example.com", "--json"]);
    expect([ran.code, ran.json.error.code]).toEqual([3, "encryption_key_invalid"]);
    expect(await folder.names(".grantry")).toEqual(["grantry.db"]);
  });
});

test("apply makes the database, says where, and from then on the others find it", async () => {
  const folder = await bench.folder();
  await folder.write("boot.jsonc", { workspaces: [{ id: "ws_main", name: "Main" }] });
  const env = { GRANTRY_DATA_DIR: join(folder.root, "data") };
  const said = `Database: ${join(folder.root, "data/grantry.db")}\n`;
  const applied = await folder.run(["apply", "boot.jsonc", "--yes"], { env });
  expect([applied.code, applied.stderr]).toEqual([0, expect.stringContaining(said)]);
  const listed = await folder.run(["server", "operators", "list", "--json"], { env });
  expect([listed.json, listed.stderr]).toEqual([{ operators: [] }, said]);
  const looked = await folder.run(["doctor"], { env });
  expect(looked.stderr).toContain(said);
});

test.each([
  ["postgres://grantry:canary@db.example:5433/main", "main, PostgreSQL on db.example:5433"],
  [
    "postgres://u:canary@one.example,two.example/main?target_session_attrs=any",
    "main, PostgreSQL on one.example,two.example",
  ],
  ["postgres:///main?host=/run/postgresql&password=canary", "main, PostgreSQL on /run/postgresql"],
  ["postgres://canary:12/canary@db.example/main", "as the environment names it"],
  ["postgres://u:can@ary@db.example/main", "as the environment names it"],
])("%s is named without whoever signs in to it", async (url, name) => {
  const environment = { GRANTRY_DATABASE_URL: url, GRANTRY_ENCRYPTION_KEYS: "k" };
  expect(await findDatabase({ ...processOutside(), environment })).toEqual({ name, lacks: null });
});
