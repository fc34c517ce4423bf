/** The migrations of grants and of refusals add columns to tables with rows: they stay, and mean what they meant. */
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
    await migrateBefore(database, migrationNamed("_grants"));
    const secret = engine === "sqlite" ? "x'01'" : "'\\x01'::bytea";
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await run(`INSERT INTO apps
      (app_id, workspace_id, name, origins, identity_providers, auth_version, created_at)
      VALUES ('app_1', 'ws_1', 'App', '[]', '[]', 1, 1)`);
    for (const id of ["ocl_1", "ocl_2"]) {
      await run(`INSERT INTO oauth_clients
        (oauth_client_id, workspace_id, name, server_id, client_id, client_secret, redirect_path,
          created_at, updated_at)
        VALUES ('${id}', 'ws_1', '${id}', 'google', '1-a', ${secret}, 'own', 1, 1)`);
    }
    await run(`INSERT INTO connectors
      (connector_id, workspace_id, oauth_client_id, integration_type, name, settings, created_at,
        updated_at)
      VALUES ('con_1', 'ws_1', 'ocl_1', 'gmail', 'Mail', '{}', 1, 1)`);
    await run(`INSERT INTO connections
      (connection_id, workspace_id, app_id, connector_id, owner_kind, user_id, status, status_since,
        requested_scopes, granted_scopes, account_id, connection_config, access_token, version,
        lease_number, failure_count, created_at, updated_at)
      VALUES ('conn_1', 'ws_1', 'app_1', 'con_1', 'user', 'ada', 'active', 1, '[]', '[]', 'acc-1',
        '{}', ${secret}, 3, 4, 0, 1, 1)`);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  test("connections stay, and do not say yet with whom their grant stands", async () => {
    const [row] = await database.db.selectFrom("connections").selectAll().execute();
    expect(row).toMatchObject({ account_id: "acc-1", status: "active", version: 3 });
    expect(row?.grant_party).toBeNull();
  });

  test("OAuth clients are nobody else's, and none is preferred", async () => {
    const rows = await database.db.selectFrom("oauth_clients").selectAll().execute();
    expect(rows.map((row) => [row.used_by_other_servers, row.preferred])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("one client of a provider is preferred at most", async () => {
    await run("UPDATE oauth_clients SET preferred = 1 WHERE oauth_client_id = 'ocl_1'");
    const second = run("UPDATE oauth_clients SET preferred = 1 WHERE oauth_client_id = 'ocl_2'");
    await expect(second).rejects.toThrow(/unique/i);
  });

  test("connections stay, none of them in doubt and none refused", async () => {
    const [row] = await database.db.selectFrom("connections").selectAll().execute();
    expect(row).toMatchObject({ account_id: "acc-1", status: "active", version: 3 });
    const nothing = { access_token_doubtful: 0, refused_since: null, refused_count: 0 };
    expect(row).toMatchObject(nothing);
  });

  test("a doubt is one or none", async () => {
    const change = run("UPDATE connections SET access_token_doubtful = 2");
    await expect(change).rejects.toThrow(/constraint/i);
  });
});
