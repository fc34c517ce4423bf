/** Migration 0018: what was declared before is a claim; none is lost, none counts before it is proven. */

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
    await migrateBefore(database, migrationNamed("_domain_proofs"));
    for (const id of ["ws_1", "ws_2"]) {
      await run(`INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('${id}', 'N', 1)`);
      await run(`INSERT INTO sign_in_providers VALUES
        ('${id}', 'https://id.example', 'c', ${engine === "sqlite" ? "x'01'" : "'\\x01'"}, NULL, 1, 1)`);
    }
    await run(`INSERT INTO sign_in_domains (domain, workspace_id) VALUES
      ('one.example', 'ws_1'), ('two.example', 'ws_2')`);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);

  test("every declared domain is there, unproven; any workspace may claim it, and one prove it", async () => {
    const rows = database.db.selectFrom("sign_in_domains").selectAll().orderBy("domain");
    const unproven = { proven_by: null, proven_at: null };
    expect(await rows.execute()).toMatchObject([
      { domain: "one.example", workspace_id: "ws_1", ...unproven },
      { domain: "two.example", workspace_id: "ws_2", ...unproven },
    ]);
    await run("INSERT INTO sign_in_domains (workspace_id, domain) VALUES ('ws_2', 'one.example')");
    const prove =
      "UPDATE sign_in_domains SET proven_by = 'dns', proven_at = 1 WHERE workspace_id =";
    await run(`${prove} 'ws_1'`);
    await expect(run(`${prove} 'ws_2'`)).rejects.toThrow(/unique/i);
    await expect(run("UPDATE sign_in_domains SET proven_by = 'word'")).rejects.toThrow(
      /constraint/i,
    );
    await expect(run("UPDATE sign_in_domains SET proven_by = 'dns'")).rejects.toThrow(
      /constraint/i,
    );
  });
});
