/** The migration that gives users handles: everybody who is known has one, and nobody twice. */

import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

const issuer = "https://id.example";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_app_users"));
    const bytes = engine === "sqlite" ? "x'01'" : "'\\x01'::bytea";
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    for (const app of ["app_1", "app_2"]) {
      await run(`INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers,
          auth_version, created_at) VALUES ('${app}', 'ws_1', 'App', '[]', '[]', 0, 1)`);
    }
    await run(`INSERT INTO oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id,
        client_secret, redirect_path, created_at, updated_at)
        VALUES ('ocl_1', 'ws_1', 'Client', 'google', 'id', ${bytes}, 'own', 1, 1)`);
    for (const connector of ["con_1", "con_2"]) {
      await run(`INSERT INTO connectors (connector_id, workspace_id, oauth_client_id,
          integration_type, name, scopes, settings, created_at, updated_at)
          VALUES ('${connector}', 'ws_1', 'ocl_1', 'gmail', '${connector}', '[]', '{}', 1, 1)`);
    }
    await connected("conn_1", "'app_1', 'con_1', 'user', 'ada', '', ''", 20);
    await connected("conn_2", "'app_1', 'con_2', 'user', 'ada', '', ''", 10);
    await connected("conn_3", `'app_1', 'con_1', 'user', 'ada', '${issuer}', 'sub'`, 30);
    await connected("conn_4", "'app_2', 'con_1', 'user', 'ada', '', ''", 40);
    await connected("conn_5", "'app_1', 'con_1', 'app', '', '', ''", 50);
    await connected("conn_6", "'app_1', 'con_1', 'user', 'nobody', NULL, ''", 60);
    await began("auz_1", "'ada', 'pending'", 5);
    await began("auz_2", "'bo', 'pending'", 70);
    await began("auz_3", "'cleo', 'failed'", 80);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const connected = (id: string, owner: string, at: number) =>
    run(`INSERT INTO connections (connection_id, workspace_id, app_id, connector_id, owner_kind,
        user_id, user_issuer, user_id_claim, status, status_since, requested_scopes, granted_scopes,
        connection_config, version, lease_number, failure_count, created_at, updated_at)
        VALUES ('${id}', 'ws_1', ${owner}, 'disconnected', 1, '[]', '[]', '{}', 0, 0, 0, ${at}, 1)`);
  const began = (id: string, userAndStatus: string, at: number) =>
    run(`INSERT INTO authorizations (authorization_id, workspace_id, app_id, connector_id, owner_kind,
        user_id, status, user_label, proof, redirect_uri, requested_scopes, settings, expires_at,
        created_at) VALUES ('${id}', 'ws_1', 'app_1', 'con_1', 'user', ${userAndStatus}, 'A',
        'confirmation', 'https://x.example', '[]', '{}', 9, ${at})`);
  const users = () =>
    database.db.selectFrom("app_users").selectAll().orderBy("created_at").execute();

  test("gives one to each user with a connection or a consent under way, as of when it began", async () => {
    const shown = (await users()).map((row) => [
      row.app_id,
      row.user_id,
      row.user_issuer,
      row.user_id_claim,
      row.created_at,
      row.updated_at,
      row.email,
      row.name,
    ]);
    expect(shown).toEqual([
      ["app_1", "ada", "", "", 5, 5, null, null],
      ["app_1", "ada", issuer, "sub", 30, 30, null, null],
      ["app_2", "ada", "", "", 40, 40, null, null],
      ["app_1", "bo", "", "", 70, 70, null, null],
    ]);
  });

  test("draws a handle for each of them", async () => {
    const handles = (await users()).map((row) => row.app_user_id);
    for (const one of handles) expect(one).toMatch(/^usr_[0-9a-f]{32}$/);
    expect(new Set(handles).size).toBe(4);
  });

  test.each([
    "user_id = 'ada'",
    "user_id = ''",
    "user_issuer = NULL",
    "user_id_claim = 'sub'",
    "app_id = 'app_none'",
  ])("lets no user be what cannot be: %s", async (change) => {
    const work = run(`UPDATE app_users SET ${change} WHERE user_id = 'bo'`);
    await expect(work).rejects.toThrow(/constraint/i);
  });
});
