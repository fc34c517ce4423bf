/** Migration 0014 adds to a table: what stands in it stays, and nothing counts as replaced. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, engines, type TestDatabase } from "../../test/databases.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";

const name = "0014_replaced_secrets";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await run("CREATE TABLE migrations (name TEXT PRIMARY KEY)");
    for (const before of migrations.filter((one) => one.name < name)) {
      for (const statement of before.statements(engine)) await run(statement);
      await run(`INSERT INTO migrations VALUES ('${before.name}')`);
    }
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    const secret = engine === "sqlite" ? "x'0102'" : "'\\x0102'::bytea";
    await run(`INSERT INTO oauth_clients
      (oauth_client_id, workspace_id, name, server_id, client_id, client_secret, redirect_path, created_at, updated_at)
      VALUES ('ocl_1', 'ws_1', 'Client', 'google', 'id', ${secret}, 'own', 1, 2)`);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  test("keeps the OAuth clients, none of which had its secret replaced", async () => {
    const [row, ...more] = await database.db.selectFrom("oauth_clients").selectAll().execute();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      oauth_client_id: "ocl_1",
      client_id: "id",
      updated_at: 2,
      replaced_secret: null,
      secret_replaced_at: null,
    });
    expect([...(row?.client_secret ?? [])]).toEqual([1, 2]);
  });
});
