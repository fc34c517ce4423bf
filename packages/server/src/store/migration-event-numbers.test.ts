/** Which numbers the events get that there are, and where their connections go on counting. */
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
  const happened = (id: string, connection: string, at: number) =>
    run(`INSERT INTO events (event_id, workspace_id, app_id, connection_id, type, data, occasion,
        created_at) VALUES ('${id}', 'ws_1', 'app_1', '${connection}', 'connection.connected', '{}',
        ${Number(id.slice(4))}, ${at})`);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_event_numbers"));
    const bytes = engine === "sqlite" ? "x'01'" : "'\\x01'::bytea";
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await run(`INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers,
        auth_version, created_at, display_name_key)
        VALUES ('app_1', 'ws_1', 'App', '[]', '[]', 0, 1, 'app')`);
    await run(`INSERT INTO oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id,
        client_secret, redirect_path, created_at, updated_at)
        VALUES ('ocl_1', 'ws_1', 'Client', 'google', 'id', ${bytes}, 'own', 1, 1)`);
    for (const id of ["1", "2", "3"]) {
      await run(`INSERT INTO connectors (connector_id, workspace_id, oauth_client_id,
          integration_type, name, scopes, settings, created_at, updated_at)
          VALUES ('con_${id}', 'ws_1', 'ocl_1', 'gmail', 'con_${id}', '[]', '{}', 1, 1)`);
      await run(`INSERT INTO connections (connection_id, workspace_id, app_id, connector_id,
          owner_kind, user_id, user_issuer, user_id_claim, status, status_since, requested_scopes,
          granted_scopes, connection_config, version, lease_number, failure_count, created_at,
          updated_at) VALUES ('conn_${id}', 'ws_1', 'app_1', 'con_${id}', 'app', '', '', '',
          'disconnected', 1, '[]', '[]', '{}', 0, 0, 0, 1, 1)`);
    }
    await happened("evt_5", "conn_1", 100);
    await happened("evt_4", "conn_1", 200);
    await happened("evt_3", "conn_1", 200);
    await happened("evt_2", "conn_2", 150);
    await happened("evt_1", "conn_deleted", 300);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  test("events are counted in the order of lists, by connection, and connections go on from there", async () => {
    const events = await database.db
      .selectFrom("events")
      .select(["event_id", "number"])
      .orderBy("event_id")
      .execute();
    expect(events.map(({ event_id, number }) => [event_id, number])).toEqual([
      ["evt_1", 1],
      ["evt_2", 1],
      ["evt_3", 2],
      ["evt_4", 3],
      ["evt_5", 1],
    ]);
    const connections = await database.db
      .selectFrom("connections")
      .select(["connection_id", "event_count"])
      .orderBy("connection_id")
      .execute();
    expect(connections.map(({ event_count: count }) => count)).toEqual([3, 1, 0]);
  });
});
