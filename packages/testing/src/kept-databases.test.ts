/** A database that is used again is as one that was just made. */
import pg from "pg";
import { afterEach, expect, inject, test } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "./databases.ts";

const made: TestDatabase[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.drop();
});

async function take(): Promise<TestDatabase> {
  const one = await createMigratedDatabase("postgres", () => inject("postgresUrl"));
  made.push(one);
  return one;
}

/** Gives the database back once these statements have run in it, and says whether the next one is the same. */
async function isKeptAfter(...statements: readonly string[]): Promise<boolean> {
  const one = await take();
  await run(one, ...statements);
  await giveBack(one);
  return (await take()).url === one.url;
}

async function giveBack(one: TestDatabase): Promise<void> {
  made.splice(made.indexOf(one), 1);
  await one.drop();
}

async function run({ url }: TestDatabase, ...statements: readonly string[]): Promise<unknown[]> {
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

test("rows that refer to each other are gone, and the migrations are still known", async () => {
  const one = await take();
  const migrated = await run(one, "SELECT name FROM migrations ORDER BY name");
  await run(one, workspace, app);
  await giveBack(one);
  const next = await take();
  expect(next.url).toBe(one.url);
  const counts = "SELECT (SELECT count(*) FROM workspaces) + (SELECT count(*) FROM apps) AS count";
  expect(await run(next, counts)).toEqual([{ count: "0" }]);
  expect(await run(next, "SELECT name FROM migrations ORDER BY name")).toEqual(migrated);
});

test("whoever is still connected to it is cut off", async () => {
  const one = await take();
  const left = new pg.Client({ connectionString: one.url });
  const cutOff = new Promise((resolve) => left.on("error", resolve));
  await left.connect();
  await left.query("BEGIN");
  await left.query(workspace);
  await giveBack(one);
  expect(await cutOff).toMatchObject({ code: "57P01" });
  expect(await run(await take(), "SELECT count(*) AS count FROM workspaces")).toEqual([
    { count: "0" },
  ]);
});

test.each([
  ["a table", "CREATE TABLE left_over (one INTEGER)"],
  ["a column", "ALTER TABLE apps ADD COLUMN left_over INTEGER"],
  ["a default", "ALTER TABLE apps ALTER COLUMN name SET DEFAULT 'left'"],
  ["a renamed table", "ALTER TABLE apps RENAME TO left_over"],
  ["a constraint", "ALTER TABLE apps ADD CONSTRAINT left_over CHECK (name <> 'left')"],
  ["an index", "CREATE INDEX left_over ON apps (name)"],
  ["a function", "CREATE FUNCTION left_over() RETURNS INTEGER LANGUAGE SQL RETURN 1"],
  ["a migration", "INSERT INTO migrations (name) VALUES ('9999_left')"],
])("one that has got %s is not used again", async (_what, statement) => {
  expect(await isKeptAfter("SELECT 1")).toBe(true);
  expect(await isKeptAfter(statement)).toBe(false);
});

test("one whose statistics or settings were changed is not used again", async () => {
  expect(await isKeptAfter(workspace, "ANALYZE workspaces")).toBe(false);
  const one = await take();
  const name = new URL(one.url).pathname.slice(1);
  expect(await isKeptAfter("SELECT 1")).toBe(true);
  await run(one, `ALTER DATABASE ${name} SET work_mem = '1MB'`);
  await giveBack(one);
  expect((await take()).url).not.toBe(one.url);
});
