/** Consents and revocations that are under way while the server is upgraded go on. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, engines, type TestDatabase } from "../../test/databases.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";

const name = migrations.find((one) => one.name.endsWith("_choices"))?.name ?? "";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;
  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const bytes = (hex: string) => (engine === "sqlite" ? `x'${hex}'` : `'\\x${hex}'::bytea`);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await run("CREATE TABLE migrations (name TEXT PRIMARY KEY)");
    for (const before of migrations.filter((one) => one.name < name)) {
      for (const statement of before.statements(engine)) await run(statement);
      await run(`INSERT INTO migrations VALUES ('${before.name}')`);
    }
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws', 'One', 1)");
    await run(
      `INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers, auth_version, created_at)
        VALUES ('app', 'ws', 'One', '[]', '[]', 1, 1)`,
    );
    await run(
      `INSERT INTO oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id, client_secret,
        redirect_path, created_at, updated_at)
        VALUES ('ocl', 'ws', 'One', 'sandbox', 'c', ${bytes("00")}, 'own', 1, 1)`,
    );
    await run(
      `INSERT INTO connectors (connector_id, workspace_id, oauth_client_id, integration_type, name, settings,
        created_at, updated_at) VALUES ('cnr', 'ws', 'ocl', 'sandboxcalendar', 'One', '{}', 1, 1)`,
    );
    await run(
      `INSERT INTO authorizations (authorization_id, workspace_id, app_id, connector_id, owner_kind, user_id,
        user_issuer, user_id_claim, user_label, status, proof, state_hash, browser_hash, redirect_uri,
        requested_scopes, settings, expires_at, created_at) VALUES ('auz', 'ws', 'app', 'cnr', 'user', 'u',
        'i', 'sub', 'U', 'pending', 'confirmation', ${bytes("01")}, ${bytes("03")}, 'https://g.example/',
        '[]', '{}', 9, 1)`,
    );
    await run(
      `INSERT INTO revocations (revocation_id, workspace_id, app_id, cause, integration_type, server_id,
        oauth_client_id, provider_key, connection_config, sealed_grant, outcome_unknown, tokens, tries,
        next_try_at, claim_number, created_at) VALUES ('rev', 'ws', 'app', 'disconnected', 'sandboxcalendar',
        'sandbox', 'ocl', 'sandbox', '{}', ${bytes("00")}, 0, '{}', 0, 5, 0, 1)`,
    );
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  test("a consent waits for the provider, and for no choice", async () => {
    const row = await database.db
      .selectFrom("authorizations")
      .selectAll()
      .executeTakeFirstOrThrow();
    expect([row.status, row.sealed_choice]).toEqual(["pending", null]);
    expect(row.state_hash).not.toBeNull();
  });

  test("a revocation is held for nothing, and is due when it was", async () => {
    const row = await database.db.selectFrom("revocations").selectAll().executeTakeFirstOrThrow();
    expect([row.held_until, row.next_try_at, row.claim_number]).toEqual([null, 5, 0]);
  });
});
