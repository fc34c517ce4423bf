/** On PostgreSQL, beside processes that serve: what migrations make them wait for. */
import { createTestDatabase, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { migrations } from "../../src/store/migrations.ts";

let made: TestDatabase;
let database: Database;
beforeAll(async () => {
  made = await createTestDatabase("postgres", () => inject("postgresUrl"));
  database = openDatabase(made.url);
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

test("indexes are built, from 0053 on, beside who reads rows, or has locked some and would write them", async () => {
  const building = migrationNamed("_connector_counts");
  await migrateBefore(database, building);
  const upTo = migrations.slice(0, migrations.indexOf(building) + 1);
  await database.transaction(async (other) => {
    // What SELECT ... FOR UPDATE takes; nothing that waits for this transaction is ever applied.
    await sql`LOCK TABLE connections, operations IN ROW SHARE MODE`.execute(other);
    expect(await migrate(database, upTo)).toEqual([building.name]);
  });
  expect((await migrate(database)).length).toBeGreaterThan(0);
});
