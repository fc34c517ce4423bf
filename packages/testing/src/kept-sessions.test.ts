/** A session that is used again is as good as a new one, and only such a one is. */
import pg from "pg";
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

async function open({ url }: TestDatabase): Promise<pg.Client> {
  const client = new keptSessions.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function backendOf(client: pg.Client): Promise<number> {
  return (await client.query("SELECT pg_backend_pid() AS pid")).rows[0].pid;
}

test("the next user of the same database gets it, and hears nothing of the one before", async () => {
  const database = await makeDatabase();
  const first = await open(database);
  const backend = await backendOf(first);
  const heard: unknown[] = [];
  first.on("notice", (notice) => heard.push(notice));
  await first.end();
  expect(freeBackends()).toContain(backend);

  const elsewhere = await open(await makeDatabase());
  expect(await backendOf(elsewhere)).not.toBe(backend);
  await elsewhere.end();

  const next = await open(database);
  expect(await backendOf(next)).toBe(backend);
  expect(freeBackends()).not.toContain(backend);
  await next.query("DO $$ BEGIN RAISE NOTICE 'said'; END $$");
  expect(heard).toEqual([]);
  const another = await open(database);
  expect(await backendOf(another)).not.toBe(backend);
  await another.end();
  await next.end();
});

test.each([
  ["has begun a transaction", async (client: pg.Client) => void (await client.query("BEGIN"))],
  [
    "waits for an answer",
    async (client: pg.Client) => void client.query("SELECT pg_sleep(60)").catch(() => {}),
  ],
])("one that %s is not used again", async (_what, use) => {
  const database = await makeDatabase();
  const client = await open(database);
  const backend = await backendOf(client);
  await use(client);
  await client.end();
  expect(freeBackends()).not.toContain(backend);
});

test("one whose database is gone is not used again", async () => {
  const database = await makeDatabase();
  const client = await open(database);
  const backend = await backendOf(client);
  await client.end();
  await made.pop()?.drop();
  await expect.poll(freeBackends).not.toContain(backend);
  await expect(open(database)).rejects.toMatchObject({ code: "3D000" });
});

test("a bounded number waits for users", async () => {
  const database = await makeDatabase();
  const before = freeBackends().length;
  const clients = await Promise.all(Array.from({ length: 12 }, () => open(database)));
  await Promise.all(clients.map((client) => client.end()));
  expect(freeBackends().length - before).toBe(8);
});

test("a pool uses them as it does its own", async () => {
  const { url } = await makeDatabase();
  const backends = new Set<number>();
  for (let round = 0; round < 5; round += 1) {
    const Client = keptSessions.Client as unknown as new () => pg.ClientBase;
    const pool = new pg.Pool({ connectionString: url, max: 3, Client });
    const asked = [1, 2, 3].map(() => pool.query("SELECT pg_backend_pid() AS pid"));
    for (const { rows } of await Promise.all(asked)) backends.add(rows[0].pid);
    await pool.end();
  }
  expect(backends.size).toBe(3);
});
