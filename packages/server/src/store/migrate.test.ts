/** How migrations are applied: for how long, in which transactions, and beside whom. */
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migrations.ts";

const migration = (name: string, ...statements: string[]): Migration => ({
  name,
  statements: () => statements,
});

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let opened: Database[];
  beforeEach(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    opened = [];
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    await made.drop();
  });

  const open = (options?: Parameters<typeof openDatabase>[1]) => {
    const database = openDatabase(made.url, options);
    opened.push(database);
    return database;
  };
  const namesIn = async ({ db }: Database) =>
    (await sql<{ name: string }>`SELECT name FROM migrations ORDER BY name`.execute(db)).rows.map(
      ({ name }) => name,
    );

  const first = migration("0001_first", "CREATE TABLE first (a INT)");
  const broken = migration(
    "0002_broken",
    "CREATE TABLE second (a INT)",
    "CREATE TABLE first (a INT)",
  );

  test("where one fails, none of its transaction is applied", async () => {
    const database = open();
    await expect(migrate(database, [first, broken])).rejects.toThrow(/already exists/);
    expect(await migrate(database, [first])).toEqual(["0001_first"]);
  });

  test("one apart is applied after those before it are stored, and alone", async () => {
    const database = open();
    const third = migration("0003_third", "CREATE TABLE third (a INT)");
    const list = [first, { ...broken, apart: true }, third];
    await expect(migrate(database, list)).rejects.toThrow(/already exists/);
    expect(await namesIn(database)).toEqual(["0001_first"]);
    const mended = { ...migration("0002_broken", "CREATE TABLE second (a INT)"), apart: true };
    const failing = migration("0003_third", "CREATE TABLE second (a INT)");
    await expect(migrate(database, [first, mended, failing])).rejects.toThrow(/already exists/);
    expect(await namesIn(database)).toEqual(["0001_first", "0002_broken"]);
    expect(await migrate(database, [first, mended, third])).toEqual(["0003_third"]);
  });

  test("several processes apply each of them once, those apart as well", async () => {
    const list = [first, { ...migration("0002_apart", "CREATE TABLE apart (a INT)"), apart: true }];
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(open(), list)));
    expect(applied.flat().sort()).toEqual(["0001_first", "0002_apart"]);
  });

  if (engine === "sqlite") return;

  const slow = migration("0001_slow", "SELECT pg_sleep(0.5)");

  test("they take longer than any other statement may, and others wait for them as long", async () => {
    const applied = await Promise.all([1, 2].map(() => migrate(open({ queryMs: 50 }), [slow])));
    expect(applied.flat()).toEqual(["0001_slow"]);
  });

  test("no limit of the database for what a statement takes holds; one for waiting for a lock does", async () => {
    const name = new URL(made.url).pathname.slice(1);
    await sql.raw(`ALTER DATABASE ${name} SET statement_timeout = '50s'`).execute(open().db);
    await sql.raw(`ALTER DATABASE ${name} SET lock_timeout = '50s'`).execute(open().db);
    const seen = migration(
      "0001_seen",
      `CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS statement,
        current_setting('lock_timeout') AS lock`,
    );
    const database = open();
    await migrate(database, [seen]);
    const { rows } = await sql`SELECT * FROM seen`.execute(database.db);
    expect(rows).toEqual([{ statement: "0", lock: "5s" }]);
    const after = await sql`SHOW statement_timeout`.execute(database.db);
    expect(after.rows).toEqual([{ statement_timeout: "50s" }]);
  });
});
