/**
 * Every version's database, with rows in every table and every column filled, becomes today's: no row is
 * lost, no value changed, new columns hold what their migration says, and the tables are those of a new
 * database. Each version's rows are written in a transaction, which is undone at the end.
 */

import { createMigratedDatabase, createTestDatabase, engines } from "@grantry/testing/databases";
import { applyMigration, startMigrations } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, type Executor, openDatabase } from "../../src/store/database.ts";
import { isUpToDate, migrate } from "../../src/store/migrate.ts";
import { migrations } from "../../src/store/migrations.ts";
import { expectedRows, readRows, unfilledColumns, writeRows } from "./old-database.ts";
import { type Tables, tablesOf, wordingOf } from "./schema-of.ts";

const versions = migrations.map(({ name }) => name);
const closers: (() => Promise<void>)[] = [];

async function open(create: typeof createTestDatabase, engine: Database["engine"]) {
  const made = await create(engine, () => inject("postgresUrl"));
  const database = openDatabase(made.url);
  closers.unshift(async () => {
    await database.close();
    await made.drop();
  });
  return database;
}

afterAll(async () => {
  for (const close of closers) await close();
});

/** As if `work` were all that happened in the database. */
async function undone(database: Database, work: (db: Database) => Promise<void>): Promise<void> {
  const trx = await database.db.startTransaction().execute();
  try {
    await work({ ...database, db: trx, transaction: (inside) => inside(trx) });
  } finally {
    await trx.rollback().execute();
  }
}

describe.each(engines)("on %s", (engine) => {
  let old: Database;
  let today: { readonly tables: Tables; readonly wording: unknown };

  beforeAll(async () => {
    const fresh = await open(createMigratedDatabase, engine);
    today = {
      tables: await tablesOf(engine, fresh.db),
      wording: await wordingOf(engine, fresh.db),
    };
    old = await open(createTestDatabase, engine);
    await startMigrations(old.db);
  });

  const applied = new Set<string>();
  async function bringTo(version: string): Promise<void> {
    for (const migration of migrations.filter(({ name }) => name <= version)) {
      if (applied.has(migration.name)) continue;
      await applyMigration(engine, old.db, migration);
      applied.add(migration.name);
    }
  }

  test.each(versions)("a database of %s, with rows in every table", async (version) => {
    await bringTo(version);
    await undone(old, async (database) => {
      const then = await tablesOf(engine, database.db);
      await writeRows(database.db, then, version);
      expect(unfilledColumns(then, await readRows(database.db, then))).toEqual([]);

      expect(await migrate(database)).toEqual(versions.filter((name) => name > version));
      expect(await isUpToDate(database)).toBe(true);

      const rows = await readRows(database.db, today.tables);
      expect(rows).toEqual(expectedRows(today.tables, then, version));
      expect(await tablesOf(engine, database.db)).toEqual(today.tables);
      expect(await wordingOf(engine, database.db)).toEqual(today.wording);
      expect(await danglingReferences(engine, database.db)).toEqual([]);
    });
  });
});

/** PostgreSQL checks what refers to what at every statement, SQLite also only when it is asked. */
async function danglingReferences(engine: Database["engine"], db: Executor): Promise<unknown[]> {
  if (engine === "postgres") return [];
  return (await sql`SELECT * FROM pragma_foreign_key_check`.execute(db)).rows;
}

test("both engines have the same tables, columns, indexes and references", async () => {
  const [sqlite, postgres] = await Promise.all(
    engines.map(async (engine) => {
      const { db } = await open(createMigratedDatabase, engine);
      return await tablesOf(engine, db);
    }),
  );
  expect(sqlite).toEqual(postgres);
});
