/** A consent that is under way while the server is upgraded goes on. */

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
  const bytes = (hex: string) => (engine === "sqlite" ? `x'${hex}'` : `'\\x${hex}'::bytea`);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_authorization_ends"));
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
    for (const [id, state] of [
      ["auz_left", "01"],
      ["auz_also", "02"],
    ]) {
      await run(
        `INSERT INTO authorizations (authorization_id, workspace_id, app_id, connector_id, owner_kind, user_id,
          user_label, status, proof, state_hash, browser_hash, redirect_uri, requested_scopes, settings,
          expires_at, created_at) VALUES ('${id}', 'ws', 'app', 'cnr', 'user', 'u', 'U', 'pending',
          'confirmation', ${bytes(state ?? "")}, ${bytes("03")}, 'https://g.example/', '[]', '{}', 9, 1)`,
      );
    }
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  test("is still found by its state, and has no end yet", async () => {
    const rows = database.db
      .selectFrom("authorizations")
      .selectAll()
      .where("state_hash", "is not", null)
      .where("answered_state_hash", "is", null)
      .where("used_link_hash", "is", null)
      .where("provider_error", "is", null);
    expect(await rows.execute()).toHaveLength(2);
  });

  test("and no two attempts can have had the same link or state", async () => {
    await run(`UPDATE authorizations SET used_link_hash = ${bytes("04")}, answered_state_hash = ${bytes("05")}
      WHERE authorization_id = 'auz_left'`);
    for (const column of ["used_link_hash", "answered_state_hash"]) {
      const same = `UPDATE authorizations SET ${column} = ${bytes(column.startsWith("u") ? "04" : "05")}
        WHERE authorization_id = 'auz_also'`;
      await expect(run(same)).rejects.toThrow(/unique/i);
    }
  });
});
