/** Sign-ins and keys of before go on, and say that nothing is known of where they come from. */
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_account_pages"));
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  test("rows stay as they are", async () => {
    const bytes = (hex: string) => (engine === "sqlite" ? `X'${hex}'` : `'\\x${hex}'`);
    await run(`INSERT INTO operators (operator_id, email, name, created_at, updated_at)
      VALUES ('opr_1', 'a@example.com', 'A', 900, 900)`);
    await run(`INSERT INTO operator_sessions (session_id, operator_id, token_hash, created_at, last_seen_at, expires_at)
      VALUES ('ses_1', 'opr_1', ${bytes("01")}, 900, 950, 9000)`);
    await run(`INSERT INTO personal_keys (personal_key_id, operator_id, name, key_hash, scopes, created_at)
      VALUES ('pky_1', 'opr_1', 'K', ${bytes("02")}, '[]', 900)`);
    await run(`INSERT INTO cli_grants (cli_grant_id, operator_id, client_id, scopes, created_at)
      VALUES ('cli_1', 'opr_1', 'grantry-cli', '[]', 900)`);
    await migrate(database);
    const { db } = database;
    expect(await db.selectFrom("operator_sessions").selectAll().execute()).toEqual([
      expect.objectContaining({
        session_id: "ses_1",
        last_seen_at: 950,
        client: null,
        address: null,
      }),
    ]);
    expect(await db.selectFrom("personal_keys").selectAll().execute()).toEqual([
      expect.objectContaining({ personal_key_id: "pky_1", name: "K", prefix: null }),
    ]);
    expect(await db.selectFrom("cli_grants").selectAll().execute()).toEqual([
      expect.objectContaining({ cli_grant_id: "cli_1", address: null }),
    ]);
  });
});
