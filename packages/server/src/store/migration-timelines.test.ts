/** What the migration to timelines makes of the events of before: one entry per kind and day. */
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const happened = (id: string, type: string, connection: string, at: number) =>
    run(`INSERT INTO events (event_id, workspace_id, app_id, connection_id, type, data, occasion,
        created_at) VALUES ('${id}', 'ws_1', 'app_1', '${connection}', 'connection.${type}', '{}',
        ${at}, ${at})`);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_timelines"));
    const bytes = engine === "sqlite" ? "x'01'" : "'\\x01'::bytea";
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await run(`INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers,
        auth_version, created_at) VALUES ('app_1', 'ws_1', 'App', '[]', '[]', 0, 1)`);
    await run(`INSERT INTO oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id,
        client_secret, redirect_path, created_at, updated_at)
        VALUES ('ocl_1', 'ws_1', 'Client', 'google', 'id', ${bytes}, 'own', 1, 1)`);
    await run(`INSERT INTO connectors (connector_id, workspace_id, oauth_client_id,
        integration_type, name, scopes, settings, created_at, updated_at)
        VALUES ('con_1', 'ws_1', 'ocl_1', 'gmail', 'con_1', '[]', '{}', 1, 1)`);
    await run(`INSERT INTO connections (connection_id, workspace_id, app_id, connector_id, owner_kind,
        user_id, user_issuer, user_id_claim, status, status_since, requested_scopes, granted_scopes,
        connection_config, version, lease_number, failure_count, created_at, updated_at)
        VALUES ('conn_1', 'ws_1', 'app_1', 'con_1', 'app', '', '', '', 'disconnected', 1, '[]', '[]',
        '{}', 0, 0, 0, 1, 1)`);
    await happened("evt_1", "connected", "conn_1", 100);
    await happened("evt_2", "connected", "conn_1", 200);
    await happened("evt_3", "connected", "conn_1", 86_500);
    await happened("evt_4", "needs_reauth", "conn_1", 300);
    await happened("evt_5", "connected", "conn_deleted", 300);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  test("events of a day are one entry; those of a connection that is gone are none", async () => {
    const rows = await database.db
      .selectFrom("timeline_entries")
      .selectAll()
      .orderBy("kind")
      .orderBy("day")
      .execute();
    const entry = { connection_id: "conn_1", code: "", details: "{}" };
    expect(rows).toEqual([
      {
        ...entry,
        kind: "connected",
        day: 0,
        count: 2,
        first_at: 100,
        last_at: 200,
        kept_until: 34_560_200,
      },
      {
        ...entry,
        kind: "connected",
        day: 1,
        count: 1,
        first_at: 86_500,
        last_at: 86_500,
        kept_until: 34_646_500,
      },
      {
        ...entry,
        kind: "needs_reauth",
        day: 0,
        count: 1,
        first_at: 300,
        last_at: 300,
        kept_until: 34_560_300,
      },
    ]);
  });
});
