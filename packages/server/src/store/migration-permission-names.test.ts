/** Keys and command lines of before keep what they could do, and get no more. */
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

/** Scopes as they were given, and as they are now. */
const cases: readonly (readonly [string | null, readonly string[] | null])[] = [
  [null, null],
  ['["apps:read"]', ["apps:read"]],
  ['["apps:read","apps:write"]', ["apps:read", "apps:write", "connections:write"]],
  ['["workspace:read"]', ["workspace:read", "apps:read"]],
  ['["audit:read","server:own"]', ["audit:read", "server:own"]],
  [
    '["apps:read","apps:write","workspace:read","workspace:write","audit:read"]',
    [
      "apps:read",
      "apps:write",
      "connections:write",
      "workspace:read",
      "workspace:write",
      "connections:revoke",
      "workspace:own",
      "audit:read",
    ],
  ],
];

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_permission_names"));
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const hash = (n: number) => (engine === "sqlite" ? `X'0${n}'` : `'\\x0${n}'`);

  test("scopes are kept, with those that were cut out of them", async () => {
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'W', 900)");
    await run(`INSERT INTO operators (operator_id, email, name, created_at, updated_at)
      VALUES ('opr_1', 'a@example.com', 'A', 900, 900)`);
    for (const [n, [scopes]] of cases.entries()) {
      const given = scopes === null ? "NULL" : `'${scopes}'`;
      await run(`INSERT INTO workspace_keys (workspace_key_id, workspace_id, name, key_hash, created_at, role, scopes)
        VALUES ('key_${n}', 'ws_1', 'K', ${hash(n)}, 900, 'admin', ${given})`);
      if (scopes === null) continue;
      await run(`INSERT INTO personal_keys (personal_key_id, operator_id, name, key_hash, scopes, created_at)
        VALUES ('pky_${n}', 'opr_1', 'K', ${hash(n)}, ${given}, 900)`);
      await run(`INSERT INTO cli_grants (cli_grant_id, operator_id, client_id, scopes, created_at)
        VALUES ('cli_${n}', 'opr_1', 'grantry-cli', ${given}, 900)`);
    }
    await migrate(database);
    const { db } = database;
    for (const [n, [, scopes]] of cases.entries()) {
      const expected = scopes === null ? null : JSON.stringify(scopes);
      const key = await db
        .selectFrom("workspace_keys")
        .select("scopes")
        .where("workspace_key_id", "=", `key_${n}`)
        .executeTakeFirstOrThrow();
      expect(key.scopes).toBe(expected);
      if (expected === null) continue;
      const own = await db
        .selectFrom("personal_keys")
        .select("scopes")
        .where("personal_key_id", "=", `pky_${n}`)
        .executeTakeFirstOrThrow();
      const cli = await db
        .selectFrom("cli_grants")
        .select("scopes")
        .where("cli_grant_id", "=", `cli_${n}`)
        .executeTakeFirstOrThrow();
      expect([own.scopes, cli.scopes]).toEqual([expected, expected]);
    }
  });
});
