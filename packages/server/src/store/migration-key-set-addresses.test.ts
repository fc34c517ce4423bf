/** Apps that were given Firebase's address of certificates get the one of its key set, and no others. */

import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

const google = "https://www.googleapis.com";
const certificates = `${google}/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com`;
const keySet = `${google}/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com`;

function entry(jwks_uri: string) {
  const claims = { user_id_claim: "sub", email_claim: "email", name_claim: "name" };
  const issuer = "https://securetoken.google.com/planner";
  return { issuer, audience: "planner", jwks_uri, algorithms: ["RS256"], ...claims };
}

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_key_set_addresses"));
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    const apps = {
      app_1: [entry("https://id.example.com/jwks"), entry(certificates)],
      app_2: [entry(certificates.replace("@", "%40"))],
      app_3: [entry("https://id.example.com/jwks")],
      app_4: [],
    };
    for (const [id, providers] of Object.entries(apps)) {
      await run(`INSERT INTO apps
        (app_id, workspace_id, name, origins, identity_providers, auth_version, created_at)
        VALUES ('${id}', 'ws_1', 'App', '[]', '${JSON.stringify(providers)}', 7, 1)`);
    }
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  test("mends the address, leaves all else, and tells what remembers the settings", async () => {
    const rows = await database.db.selectFrom("apps").selectAll().orderBy("app_id").execute();
    const seen = rows.map((row) => [JSON.parse(row.identity_providers), row.auth_version]);
    expect(seen).toEqual([
      [[entry("https://id.example.com/jwks"), entry(keySet)], 8],
      [[entry(keySet)], 8],
      [[entry("https://id.example.com/jwks")], 7],
      [[], 7],
    ]);
  });
});
