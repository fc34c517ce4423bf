/** A database that is used again is as one that was just made. */
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "./databases.ts";
import { createKeptDatabases, type KeptDatabases } from "./kept-databases.ts";

const used: TestDatabase[] = [];
let kept: KeptDatabases;
beforeEach(() => {
  // Its own: what other files of this process have kept may be at the end of its uses.
  kept = createKeptDatabases();
});
afterEach(async () => {
  for (const one of used.splice(0)) await one.drop();
});

async function migrated(): Promise<string> {
  const one = await createMigratedDatabase("postgres", () => inject("postgresUrl"));
  used.push(one);
  return one.url;
}

/** One that is kept, and that nobody has used. */
async function make(): Promise<string> {
  const url = await migrated();
  await kept.made(url);
  return url;
}

async function run(url: string, ...statements: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows: unknown[] = [];
    for (const statement of statements) rows.push(...(await client.query(statement)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

const workspace = `INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_left', 'Left', 1)`;
const app = `INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers, auth_version, created_at)
  VALUES ('app_left', 'ws_left', 'Left', '[]', '[]', 1, 1)`;
const names = "SELECT name FROM migrations ORDER BY name";

test("rows that refer to each other are gone, and the migrations are still known", async () => {
  const url = await make();
  const before = await run(url, names);
  await run(url, workspace, app);
  expect(await kept.giveBack(url)).toBe(true);
  expect(kept.take()).toBe(url);
  expect(kept.take()).toBeUndefined();
  const counts = "SELECT (SELECT count(*) FROM workspaces) + (SELECT count(*) FROM apps) AS count";
  expect(await run(url, counts)).toEqual([{ count: "0" }]);
  expect(await run(url, names)).toEqual(before);
});

test("whoever is still connected to it is cut off", async () => {
  const url = await make();
  const left = new pg.Client({ connectionString: url });
  const cutOff = new Promise((resolve) => left.on("error", resolve));
  await left.connect();
  await left.query("BEGIN");
  await left.query(workspace);
  expect(await kept.giveBack(url)).toBe(true);
  expect(await cutOff).toMatchObject({ code: "57P01" });
  expect(await run(url, "SELECT count(*) AS count FROM workspaces")).toEqual([{ count: "0" }]);
});

test.each([
  ["a table", ["CREATE TABLE left_over (one INTEGER)"]],
  ["a column", ["ALTER TABLE apps ADD COLUMN left_over INTEGER"]],
  ["a default", ["ALTER TABLE apps ALTER COLUMN name SET DEFAULT 'left'"]],
  ["a renamed table", ["ALTER TABLE apps RENAME TO left_over"]],
  ["a constraint", ["ALTER TABLE apps ADD CONSTRAINT left_over CHECK (name <> 'left')"]],
  ["an index", ["CREATE INDEX left_over ON apps (name)"]],
  ["a function", ["CREATE FUNCTION left_over() RETURNS INTEGER LANGUAGE SQL RETURN 1"]],
  ["a migration", ["INSERT INTO migrations (name) VALUES ('9999_left')"]],
  ["statistics of other rows", [workspace, "ANALYZE workspaces"]],
])("one that has got %s is not used again", async (_what, statements) => {
  const url = await make();
  await run(url, ...statements);
  expect(await kept.giveBack(url)).toBe(false);
  expect(kept.take()).toBeUndefined();
});

test("one whose settings were changed is not used again", async () => {
  const url = await make();
  const name = new URL(url).pathname.slice(1);
  await run(url, `ALTER DATABASE ${name} SET work_mem = '1MB'`);
  expect(await kept.giveBack(url)).toBe(false);
});

// PostgreSQL may look after the template, too: those copied later differ from those copied before.
test("one that was made unlike the first is held against itself", async () => {
  const first = await make();
  const second = await migrated();
  await run(second, "VACUUM ANALYZE", "CREATE TABLE of_later (one INTEGER)");
  await kept.made(second);
  expect(await kept.giveBack(second)).toBe(true);
  expect(await kept.giveBack(first)).toBe(true);
});

test("one is used a bounded number of times", async () => {
  const url = await make();
  let uses = 1;
  while (await kept.giveBack(url)) uses += 1;
  expect(uses).toBe(50);
});
