/** A session that is used again is as good as a new one, and only such a one is. */
import type pg from "pg";
import { afterEach, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./databases.ts";
import { freeBackends, keptSessions } from "./kept-sessions.ts";

const made: TestDatabase[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.drop();
});

async function makeDatabase(): Promise<TestDatabase> {
  const one = await createTestDatabase("postgres", () => inject("postgresUrl"));
  made.push(one);
  return one;
}

function poolOf({ url }: TestDatabase, max = 3): pg.Pool {
  const Client = keptSessions.Client as unknown as new () => pg.ClientBase;
  const pool = new keptSessions.Pool({ connectionString: url, max, Client });
  // A pool has ended before its sessions have: one may still hear that its database is dropped.
  pool.on("error", () => {});
  return pool;
}

async function backendOf(client: pg.ClientBase | pg.Pool): Promise<number> {
  return (await client.query("SELECT pg_backend_pid() AS pid")).rows[0].pid;
}

test("the next pool of the same database gets it, and who used it before hears no more of it", async () => {
  const database = await makeDatabase();
  const first = poolOf(database);
  const client = await first.connect();
  const backend = await backendOf(client);
  const heard: unknown[] = [];
  client.on("notice", (notice) => heard.push(notice));
  client.release();
  expect(freeBackends()).not.toContain(backend);
  await first.end();
  expect(freeBackends()).toContain(backend);

  const elsewhere = poolOf(await makeDatabase());
  expect(await backendOf(elsewhere)).not.toBe(backend);
  await elsewhere.end();

  const next = poolOf(database);
  expect(await backendOf(next)).toBe(backend);
  expect(freeBackends()).not.toContain(backend);
  await next.query("DO $$ BEGIN RAISE NOTICE 'said'; END $$");
  expect(heard).toEqual([]);
  await next.end();
});

test("pools that follow each other open no more than one alone", async () => {
  const database = await makeDatabase();
  const backends = new Set<number>();
  for (let round = 0; round < 5; round += 1) {
    const pool = poolOf(database);
    for (const pid of await Promise.all([1, 2, 3].map(() => backendOf(pool)))) backends.add(pid);
    await pool.end();
  }
  expect(backends.size).toBe(3);
});

test("one that its pool gave up is ended", async () => {
  const pool = poolOf(await makeDatabase());
  const client = await pool.connect();
  const backend = await backendOf(client);
  client.release(true);
  expect(await backendOf(pool)).not.toBe(backend);
  await pool.end();
  expect(freeBackends()).not.toContain(backend);
});

test("one that is in a transaction when its pool ends is ended", async () => {
  const pool = poolOf(await makeDatabase());
  const client = await pool.connect();
  const backend = await backendOf(client);
  await client.query("BEGIN");
  const ended = pool.end();
  client.release();
  await ended;
  expect(freeBackends()).not.toContain(backend);
});

test("one whose database is gone is not used again", async () => {
  const database = await makeDatabase();
  const pool = poolOf(database);
  const backend = await backendOf(pool);
  await pool.end();
  await made.pop()?.drop();
  await expect.poll(() => freeBackends()).not.toContain(backend);
  await expect(backendOf(poolOf(database))).rejects.toMatchObject({ code: "3D000" });
});

test("a bounded number waits for the next pool", async () => {
  const elsewhere = poolOf(await makeDatabase());
  const others = await Promise.all([1, 2, 3].map(() => backendOf(elsewhere)));
  await elsewhere.end();
  expect(freeBackends()).toEqual(expect.arrayContaining(others));
  const database = await makeDatabase();
  const pool = poolOf(database, 12);
  await Promise.all(Array.from({ length: 12 }, () => backendOf(pool)));
  // Those of other databases end when they like.
  await made.shift()?.drop();
  await pool.end();
  expect(freeBackends(database)).toHaveLength(8);
});
