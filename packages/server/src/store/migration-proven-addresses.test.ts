/** Migration 0011: of the accounts that there are, those that the server's operator made are proven. */

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
    await migrateBefore(database, migrationNamed("_proven_addresses"));
    for (const id of ["setup", "declared", "invited", "declared_later", "alone"]) {
      await run(`INSERT INTO operators (operator_id, email, name, password_hash, created_at, updated_at)
        VALUES ('${id}', '${id}@example.com', 'N', 'hash', 1000, 1000)`);
    }
    await record("operator", "setup", 1000, { role: "owner", by: "set-up link" });
    await record("server", "declared", 1001, { role: "owner", by: "bootstrap file" });
    await record("operator", "invited", 1000, { role: "owner", invited_by: "bootstrap file" });
    await record("operator", "declared_later", 1000, { role: "viewer", invited_by: "B" });
    await record("server", "declared_later", 5000, { role: "owner", by: "bootstrap file" });
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const record = (kind: string, id: string, at: number, details: object) =>
    run(`INSERT INTO audit_records (workspace_id, recorded_at, actor_kind, actor_id, actor_label,
        action, target_kind, target_id, details)
      VALUES ('ws_1', ${at}, '${kind}', 'x', 'X', 'member.added', 'operator', '${id}',
        '${JSON.stringify(details)}')`);

  test("nothing is lost, and whoever was merely invited is unproven", async () => {
    const rows = await database.db
      .selectFrom("operators")
      .select(["operator_id", "password_hash", "proven_at", "credentials_epoch"])
      .orderBy("operator_id")
      .execute();
    expect(rows.map((row) => [row.operator_id, row.proven_at])).toEqual([
      ["alone", null],
      ["declared", 1000],
      ["declared_later", null],
      ["invited", null],
      ["setup", 1000],
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({ password_hash: "hash", credentials_epoch: 0 });
    }
  });
});
