/** Service tokens of before go on with everything that they could do. */
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { hashSecret } from "../crypto/hash.ts";
import { createKeyring, newKeyText } from "../crypto/keyring.ts";
import { systemClock } from "../lib/clock.ts";
import { Secret } from "../lib/secret.ts";
import { findServiceToken } from "./bearer-secrets.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_service_token_scopes"));
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  test("a token of before has no limit", async () => {
    const secret = new Secret(`grantry_st_${"s".repeat(43)}`);
    const hex = Buffer.from(hashSecret(secret.reveal())).toString("hex");
    const hash = engine === "sqlite" ? `X'${hex}'` : `'\\x${hex}'`;
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'W', 900)");
    await run(`INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers, auth_version, created_at)
      VALUES ('app_1', 'ws_1', 'A', '[]', '[]', 1, 900)`);
    await run(`INSERT INTO service_tokens (service_token_id, workspace_id, app_id, name, token_hash, created_at)
      VALUES ('stk_1', 'ws_1', 'app_1', 'backend', ${hash}, 900)`);
    await migrate(database);
    const store = {
      database,
      db: database.db,
      keyring: createKeyring(newKeyText("k1")),
      clock: systemClock,
    };
    expect(await findServiceToken(store, "app_1", secret)).toEqual({
      serviceTokenId: "stk_1",
      workspaceId: "ws_1",
      appId: "app_1",
      scopes: null,
      connectorIds: null,
      lastUsedAt: null,
    });
    expect(await database.db.selectFrom("service_tokens").selectAll().execute()).toEqual([
      expect.objectContaining({ name: "backend", created_at: 900, prefix: null }),
    ]);
  });
});
