/** Scopes without end that an earlier version has stored are cut, and nothing that was asked for with them. */

import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

const many = (count: number) => Array.from({ length: count }, (_, at) => `scope-${at}`);
const long = "x".repeat(257);

/** Requested and granted, before and after. */
const rows: Record<string, { before: [string[], string[]]; after: [string[], string[]] }> = {
  con_usual: {
    before: [
      ["b", "a"],
      ["a", "b", "c"],
    ],
    after: [
      ["b", "a"],
      ["a", "b", "c"],
    ],
  },
  con_most: { before: [many(200), many(200)], after: [many(200), many(200)] },
  con_many: {
    before: [
      ["last", "scope-7"],
      [...many(120_000), "last"],
    ],
    after: [
      ["last", "scope-7"],
      ["scope-7", "last", ...many(199).filter((scope) => scope !== "scope-7")],
    ],
  },
  con_long: {
    before: [
      ["a", long],
      ["a", long],
    ],
    after: [["a"], ["a"]],
  },
  con_asked: { before: [many(300), many(2)], after: [many(200), many(2)] },
  con_none: { before: [[], [long]], after: [[], []] },
};

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;
  const run = (statement: string) => sql.raw(statement).execute(database.db);

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed("_bounded_scopes"));
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws', 'One', 1)");
    await run(
      `INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers, auth_version, created_at)
        VALUES ('app', 'ws', 'One', '[]', '[]', 1, 1)`,
    );
    await run(
      `INSERT INTO oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id, client_secret,
        redirect_path, created_at, updated_at)
        VALUES ('ocl', 'ws', 'One', 'sandbox', 'c', ${engine === "sqlite" ? "x'00'" : "'\\x00'"}, 'own', 1, 1)`,
    );
    await run(
      `INSERT INTO connectors (connector_id, workspace_id, oauth_client_id, integration_type, name, settings,
        created_at, updated_at) VALUES ('cnr', 'ws', 'ocl', 'sandboxcalendar', 'One', '{}', 1, 1)`,
    );
    for (const [id, { before }] of Object.entries(rows)) await insert(id, before);
    // What JSON can say and PostgreSQL cannot hold.
    await insert("con_escaped", [["a"], ["a", "\u0000", "\ud800", '\\u0000"', ...many(300)]]);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  async function insert(id: string, [requested, granted]: [string[], string[]]): Promise<void> {
    await sql`INSERT INTO connections (connection_id, workspace_id, app_id, connector_id, owner_kind, user_id,
      status, status_since, requested_scopes, granted_scopes, connection_config, version, lease_number,
      failure_count, created_at, updated_at) VALUES (${id}, 'ws', 'app', 'cnr', 'user', ${id},
      'disconnected', 1, ${JSON.stringify(requested)}, ${JSON.stringify(granted)}, '{}', 1, 1, 0, 1, 1)`.execute(
      database.db,
    );
  }

  async function listsOf(id: string): Promise<[string[], string[]]> {
    const row = await database.db
      .selectFrom("connections")
      .select(["requested_scopes", "granted_scopes"])
      .where("connection_id", "=", id)
      .executeTakeFirstOrThrow();
    return [JSON.parse(row.requested_scopes), JSON.parse(row.granted_scopes)];
  }

  test.each(Object.keys(rows))("%s", async (id) => {
    expect(await listsOf(id)).toEqual(rows[id]?.after);
  });

  test("what cannot be read does not stop the upgrade", async () => {
    const [requested, granted] = await listsOf("con_escaped");
    expect(requested).toEqual(["a"]);
    expect(granted.length).toBeLessThanOrEqual(200);
    expect(granted).toEqual(expect.arrayContaining(["a", "scope-0", "scope-150"]));
  });
});
