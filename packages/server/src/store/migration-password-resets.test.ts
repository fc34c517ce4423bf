/** Migration 0010 makes a table anew: nothing that stands in it may be lost. */

import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_password_resets"));
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await run(`INSERT INTO entry_links VALUES
      ('lnk_1', 'setup', ${bytes("01")}, NULL, NULL, NULL, NULL, 1, 2, 3),
      ('lnk_2', 'invitation', ${bytes("02")}, 'ws_1', 'member', 'a@example.com', 'Bo', 1, 2, NULL)`);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const bytes = (hex: string) => (engine === "sqlite" ? `x'${hex}'` : `'\\x${hex}'::bytea`);

  test("keeps set-up links and invitations", async () => {
    const rows = database.db.selectFrom("entry_links").selectAll().orderBy("entry_link_id");
    const nothing = { operator_id: null, made_by: null, ends_second_factor: 0 };
    expect(await rows.execute()).toMatchObject([
      { entry_link_id: "lnk_1", kind: "setup", used_at: 3, workspace_id: null, ...nothing },
      { entry_link_id: "lnk_2", email: "a@example.com", invited_by: "Bo", ...nothing },
    ]);
  });

  test.each([
    "kind = 'reset'",
    "kind = 'other'",
    "ends_second_factor = 1",
    "token_hash = (SELECT token_hash FROM entry_links WHERE entry_link_id = 'lnk_2')",
    "workspace_id = 'ws_none'",
  ])("lets no link be what it cannot be: %s", async (change) => {
    const work = run(`UPDATE entry_links SET ${change} WHERE entry_link_id = 'lnk_1'`);
    await expect(work).rejects.toThrow(/constraint/i);
  });
});
