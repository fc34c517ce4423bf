/** Migration 0021: command lines that are signed in stay so, and nothing of theirs is kept yet. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, engines, type TestDatabase } from "../../test/databases.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";

const name = "0021_known_devices";

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
    await run(`INSERT INTO operators (operator_id, email, name, created_at, updated_at)
      VALUES ('o', 'o@example.com', 'N', 1, 1)`);
    await run(`INSERT INTO cli_grants (cli_grant_id, operator_id, client_id, scopes, created_at)
      VALUES ('g', 'o', 'grantry-cli', '[]', 1)`);
    await run(`INSERT INTO cli_tokens (token_hash, cli_grant_id, kind, created_at, expires_at, used_at)
      VALUES (${engine === "sqlite" ? "x'01'" : "'\\x01'"}, 'g', 'refresh', 1, 9, 2)`);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  test("nothing is lost", async () => {
    const rows = await database.db.selectFrom("cli_tokens").selectAll().execute();
    expect(rows).toMatchObject([{ cli_grant_id: "g", used_at: 2, exchanged_for: null }]);
    expect(await database.db.selectFrom("operator_devices").selectAll().execute()).toEqual([]);
  });
});
