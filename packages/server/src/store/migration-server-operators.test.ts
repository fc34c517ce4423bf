/** Whom the migration finds to answer for a server that was there before. */

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
    await migrateBefore(database, migrationNamed("_server_operators"));
    await run(
      "INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 900)",
    );
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const operator = (id: string, at: number, role: string | null) =>
    run(`INSERT INTO operators (operator_id, email, name, password_hash, proven_at, created_at, updated_at)
      VALUES ('${id}', '${id}@example.com', 'N', 'hash', ${at}, ${at}, ${at})`).then(async () => {
      if (role === null) return;
      await run(`INSERT INTO memberships (workspace_id, operator_id, role, created_at, updated_at)
        VALUES ('ws_1', '${id}', '${role}', ${at}, ${at})`);
    });
  const added = (id: string, at: number, details: object, actor = id) =>
    run(`INSERT INTO audit_records (workspace_id, recorded_at, actor_kind, actor_id, actor_label,
        action, target_kind, target_id, details)
      VALUES ('ws_1', ${at}, 'operator', '${actor}', 'X', 'member.added', 'operator', '${id}',
        '${JSON.stringify(details)}')`);
  const bySetUp = { role: "owner", by: "set-up link" };
  const found = async () => {
    await migrate(database);
    return await database.db.selectFrom("server_operators").selectAll().execute();
  };

  test("the account of the set-up link, and no owner who came otherwise", async () => {
    await operator("declared", 500, "owner");
    await added("declared", 500, { role: "owner", by: "bootstrap file" }, "server");
    await operator("first", 1000, "owner");
    await added("first", 1000, bySetUp);
    await operator("invited", 1001, "owner");
    // A name is only ever text inside of the record.
    await added("invited", 1001, { role: "owner", invited_by: '"by":"set-up link"' });
    await operator("second", 2000, "owner");
    await added("second", 2000, bySetUp);
    expect(await found()).toEqual([
      { operator_id: "first", added_by: "set-up link", created_at: 1000 },
    ]);
    const rows = await database.db.selectFrom("workspaces").selectAll().execute();
    expect(rows).toEqual([
      {
        workspace_id: "ws_1",
        name: "One",
        created_at: 900,
        frozen_at: null,
        frozen_by: null,
        frozen_reason: null,
        environment: "production",
        deleting_at: null,
        deleted_by: null,
        audit_mode: "batched",
        audit_days: null,
        audit_records_max: null,
        second_factor: "optional",
      },
    ]);
  });

  test("nobody, where that account owns nothing any more, or none was made so", async () => {
    await operator("left", 1000, null);
    await added("left", 1000, bySetUp);
    await operator("lowered", 1000, "member");
    await added("lowered", 1000, bySetUp);
    await operator("owner", 1000, "owner");
    await added("owner", 9000, bySetUp);
    expect(await found()).toEqual([]);
  });
});
