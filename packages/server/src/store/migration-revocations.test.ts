/** The migration that makes table revocations: what is there stays, and no row is half done. */

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
    await migrateBefore(database, migrationNamed("_revocations"));
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await migrate(database);
    for (const id of ["rvk_1", "rvk_2"]) await run(queued(id));
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const secret = engine === "sqlite" ? "x'01'" : "'\\x01'::bytea";
  const queued = (id: string) => `INSERT INTO revocations
    (revocation_id, workspace_id, app_id, cause, integration_type, server_id, oauth_client_id,
      provider_key, connection_config, sealed_grant, outcome_unknown, tokens, tries, next_try_at,
      claim_number, created_at)
    VALUES ('${id}', 'ws_1', 'app_1', 'disconnected', 'gmail', 'google', 'ocl_1', 'google', '{}',
      ${secret}, 0, '{}', 0, 5, 0, 1)`;

  test("keeps workspaces, and counts revocations in their order", async () => {
    expect(await database.db.selectFrom("workspaces").selectAll().execute()).toHaveLength(1);
    const rows = database.db.selectFrom("revocations").selectAll().orderBy("position");
    expect((await rows.execute()).map((row) => row.revocation_id)).toEqual(["rvk_1", "rvk_2"]);
  });

  test.each([
    "result = 'revoked'",
    "sealed_grant = NULL",
    "next_try_at = NULL",
    "cause = 'other'",
    "revocation_id = 'rvk_2'",
    "workspace_id = 'ws_none'",
  ])("lets no revocation be what it cannot be: %s", async (change) => {
    const work = run(`UPDATE revocations SET ${change} WHERE revocation_id = 'rvk_1'`);
    await expect(work).rejects.toThrow(/constraint/i);
  });
});
