/** Which connections to PostgreSQL are used again, how they are shared, and what is said where none is left. */

import { connect, startConnected, until } from "@grantry/testing/connected";
import { createTestDatabase, type TestDatabase } from "@grantry/testing/databases";
import { startForwarder } from "@grantry/testing/forwarder";
import { ids } from "@grantry/testing/harness";
import { askOnce } from "@grantry/testing/replicated-postgres";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "../src/store/database.ts";
import { isDatabaseUnavailable } from "../src/store/database-errors.ts";

/** How long an answer is waited for: short for who waits in vain, long for one that a slow machine gives. */
const queryMs = 4_000;

let made: TestDatabase;
beforeAll(async () => {
  made = await createTestDatabase("postgres", () => inject("postgresUrl"));
});
afterAll(() => made.drop());

describe("a connection", () => {
  let database: Database;
  afterEach(() => database.close());

  const open = (options: Parameters<typeof openDatabase>[1], url = made.url) => {
    database = openDatabase(url, options);
  };
  const run = (statement: string) => sql.raw<{ value: unknown }>(statement).execute(database.db);
  const backend = async () => (await run("SELECT pg_backend_pid() AS value")).rows[0]?.value;
  const code = (work: Promise<unknown>) =>
    work.then(
      () => "served",
      (thrown) => (isDatabaseUnavailable(thrown) ? thrown.code : thrown),
    );

  test("on which no answer came is ended, and so is what it had asked for", async () => {
    open({ poolSize: 1, queryMs });
    const before = await backend();
    expect(await code(run("SELECT pg_sleep(600)"))).toBe("database_unavailable");
    expect(await backend()).not.toBe(before);
    const active = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'";
    await until(async () => (await askOnce(made.url, active)).length === 0);
  });

  test("that fell silent costs one wait, not one for each that is open", async () => {
    const forwarder = await startForwarder(made.url);
    open({ poolSize: 4, queryMs }, forwarder.at(made.url));
    await Promise.all(Array.from({ length: 4 }, () => run("SELECT pg_sleep(0.1)")));
    forwarder.silence();
    expect(await code(run("SELECT 1"))).toBe("database_unavailable");
    for (let query = 0; query < 8; query += 1) expect(await code(run("SELECT 1"))).toBe("served");
    await forwarder.close();
  });

  test("is used for so long and no longer", async () => {
    open({ poolSize: 1, sessionSeconds: 3 });
    const before = await backend();
    expect(await backend()).toBe(before);
    await until(async () => (await backend()) !== before);
  });

  test.each([
    ["25006", "SET TRANSACTION READ ONLY; CREATE TABLE none (a int)", true],
    ["57P01", "SELECT pg_terminate_backend(pg_backend_pid())", true],
    ["53100", "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$", true],
    ["08006", "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '08006'; END $$", true],
    ["55P03", "DO $$ BEGIN RAISE EXCEPTION 'locked' USING ERRCODE = '55P03'; END $$", false],
    ["40001", "DO $$ BEGIN RAISE EXCEPTION 'undone' USING ERRCODE = '40001'; END $$", false],
  ])(
    "%s means unavailable; whether the session is dropped: %s",
    async (_state, statement, dropped) => {
      open({ poolSize: 1 });
      const before = await backend();
      expect(await code(run(statement))).toBe("database_unavailable");
      expect((await backend()) !== before).toBe(dropped);
    },
  );

  test("whose transaction broke off is not lent in the middle of it", async () => {
    open({ poolSize: 1, queryMs });
    const work = database.transaction((trx) => sql`SELECT pg_sleep(600)`.execute(trx));
    expect(await code(work)).toBe("database_unavailable");
    expect((await run("SELECT pg_current_xact_id_if_assigned() AS value")).rows).toEqual([
      { value: null },
    ]);
  });

  test("a deadlock undoes one of the two, which is done again", async () => {
    open({ poolSize: 4 });
    await run("CREATE TABLE pairs (id int PRIMARY KEY, value int)");
    await run("INSERT INTO pairs VALUES (1, 0), (2, 0)");
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const add = (first: number, second: number, own: number) =>
      database.transaction(async (trx) => {
        const increase = (id: number) =>
          sql`UPDATE pairs SET value = value + 1 WHERE id = ${id}`.execute(trx);
        await increase(first);
        met[own]?.resolve();
        await met[1 - own]?.promise;
        await increase(second);
      });
    await Promise.all([add(1, 2, 0), add(2, 1, 1)]);
    expect((await run("SELECT sum(value)::int AS value FROM pairs")).rows).toEqual([{ value: 4 }]);
  });

  test("work that crosses is done, however many take their locks from each other", async () => {
    open({ poolSize: 12 });
    await run("CREATE TABLE crossed (id int PRIMARY KEY, value int)");
    await run("INSERT INTO crossed VALUES (1, 0), (2, 0)");
    // Deadlocks are looked for at once, so that nobody's turn passes before the next one begins.
    const add = (ids: readonly number[]) =>
      database.transaction(async (trx) => {
        await sql`SET LOCAL deadlock_timeout = '5ms'`.execute(trx);
        for (const id of ids) {
          await sql`UPDATE crossed SET value = value + 1 WHERE id = ${id}`.execute(trx);
          await sql`SELECT pg_sleep(0.002)`.execute(trx);
        }
      });
    const orders: readonly (readonly number[])[] = [
      [1, 2],
      [2, 1],
    ];
    for (let round = 0; round < 5; round += 1)
      await Promise.all(Array.from({ length: 3 }, () => orders.map(add)).flat());
    const sum = await run("SELECT sum(value)::int AS value FROM crossed");
    expect(sum.rows).toEqual([{ value: 60 }]);
  });

  test("a statement that is prepared no more is run without", async () => {
    open({ poolSize: 1 });
    const select = database.prepare({
      name: "one",
      text: "SELECT 1 AS value",
      columns: ["value"],
      bytes: new Set(),
    });
    expect(await select([])).toEqual([1]);
    // As behind a pooler that hands out another server's connection.
    await run("DEALLOCATE ALL");
    expect(await select([])).toEqual([1]);
    expect(await select([])).toEqual([1]);
  });
});

test("where the database grants three connections of ten, work waits for them", async () => {
  await askOnce(made.url, "CREATE ROLE few LOGIN PASSWORD 'few' CONNECTION LIMIT 3");
  const url = new URL(made.url);
  url.username = "few";
  url.password = "few";
  const database = openDatabase(url.href, { poolSize: 10 });
  try {
    const select = database.prepare({
      name: "one",
      text: "SELECT 1 AS value",
      columns: ["value"],
      bytes: new Set(),
    });
    const works = Array.from({ length: 40 }, () =>
      sql`SELECT pg_sleep(0.05)`.execute(database.db).then(() => "served"),
    );
    const reads = Array.from({ length: 40 }, async () => (await select([])) && "served");
    expect(await Promise.all([...works, ...reads])).toEqual(Array(80).fill("served"));
  } finally {
    await database.close();
    await askOnce(made.url, "DROP ROLE few");
  }
});

test("where others have taken all that it grants, it is said so", async () => {
  await askOnce(made.url, "CREATE ROLE nothing LOGIN PASSWORD 'nothing' CONNECTION LIMIT 0");
  const url = new URL(made.url);
  url.username = "nothing";
  url.password = "nothing";
  const database = openDatabase(url.href, { poolSize: 10 });
  await expect(database.ping()).rejects.toMatchObject({
    code: "database_unavailable",
    detail: expect.stringContaining("no more connections"),
    retryAfterSeconds: 5,
  });
  await database.close();
  await askOnce(made.url, "DROP ROLE nothing");
});

test("tokens are read while everything else waits for a locked table", async () => {
  const connected = await startConnected({ engine: "postgres" });
  const { world, api } = connected;
  const locker = new pg.Client({ connectionString: world.databaseUrl });
  await locker.connect();
  try {
    await locker.query("BEGIN");
    await locker.query("LOCK TABLE authorizations, device_authorizations IN ACCESS EXCLUSIVE MODE");
    const user = await api.signIn("user-1");
    const stuck = Array.from({ length: 12 }, () => user.initiate(ids.userConnector));
    const waiting = "SELECT 1 FROM pg_locks WHERE NOT granted";
    await until(async () => (await locker.query(waiting)).rows.length > 3);
    for (let read = 0; read < 20; read += 1) expect((await connected.read()).status).toBe(200);
    const answers = await Promise.all(stuck);
    const seen = answers.map(({ status, headers }) => [status, headers.get("retry-after")]);
    expect(new Set(seen.map(String))).toEqual(new Set(["503,5"]));
    await until(async () => (await locker.query(waiting)).rows.length === 0);
  } finally {
    await locker.query("ROLLBACK");
    await locker.end();
  }
  // Nothing of it is done after all, now that nobody waits.
  const rows = world.app.context.store.db.selectFrom("authorizations").select("status");
  expect((await rows.execute()).length).toBe(1);
  await connect(api, "user-2", ids.userConnector);
  await world.close();
});
