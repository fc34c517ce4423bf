/** Migration 0017 on a database with data: nothing of it is touched, and the probe can be written over and over. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, engines, type TestDatabase } from "../../test/databases.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";

const name = "0017_write_probes";

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

  test("keeps what there was, and has room for one row per probe", async () => {
    const { db } = database;
    expect(await db.selectFrom("workspaces").select("name").execute()).toEqual([{ name: "One" }]);
    const write = (written_at: number) =>
      db.insertInto("write_probes").values({ probe: "ready", written_at }).execute();
    await write(1);
    await expect(write(2)).rejects.toThrow(/constraint/i);
  });
});
