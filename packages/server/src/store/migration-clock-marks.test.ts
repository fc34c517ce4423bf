/** Migration 0022 on a database with data: nothing of it is touched, and a clock has one mark. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, engines, type TestDatabase } from "../../test/databases.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";

const name = "0022_clock_marks";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    const run = (statement: string) => sql.raw(statement).execute(database.db);
    await run("CREATE TABLE migrations (name TEXT PRIMARY KEY)");
    for (const before of migrations.filter((one) => one.name < name)) {
      for (const statement of before.statements(engine)) await run(statement);
      await run(`INSERT INTO migrations VALUES ('${before.name}')`);
    }
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  test("keeps what there was, and has room for one mark per clock", async () => {
    const { db } = database;
    expect(await db.selectFrom("workspaces").select("name").execute()).toEqual([{ name: "One" }]);
    const write = (shown_at_ms: number) =>
      db.insertInto("clock_marks").values({ clock: "engine", shown_at_ms }).execute();
    // Milliseconds of today need more than 32 bits.
    await write(1_795_852_800_000);
    await expect(write(2)).rejects.toThrow(/constraint/i);
    expect(await db.selectFrom("clock_marks").selectAll().execute()).toEqual([
      { clock: "engine", shown_at_ms: 1_795_852_800_000 },
    ]);
  });
});
