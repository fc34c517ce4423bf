/** `grantry upgrade`, on databases of other versions: what it says before, what it does, and when it refuses. */
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { newKeyText } from "../../server/src/crypto/keyring.ts";
import { openDatabase } from "../../server/src/store/database.ts";
import { migrate } from "../../server/src/store/migrate.ts";
import { migrations } from "../../server/src/store/migrations.ts";
import { writeRows } from "../../server/test/migrations/old-database.ts";
import { tablesOf } from "../../server/test/migrations/schema-of.ts";
import { type Bench, createBench, type Folder } from "./bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({});
});
afterAll(() => bench?.close());

const namesFrom = (end: string) =>
  migrations.slice(migrations.indexOf(migrationNamed(end))).map(({ name }) => name);

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let folder: Folder;
  beforeEach(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    folder = await bench.folder();
  });
  afterEach(() => made.drop());

  async function having(...statements: string[]): Promise<void> {
    const database = openDatabase(made.url);
    for (const statement of statements) await sql.raw(statement).execute(database.db);
    await database.close();
  }
  async function ofVersionBefore(end: string): Promise<void> {
    const database = openDatabase(made.url);
    await migrateBefore(database, migrationNamed(end));
    const last = migrations[migrations.indexOf(migrationNamed(end)) - 1]?.name ?? "";
    await writeRows(database.db, await tablesOf(engine, database.db), last);
    await database.close();
  }
  async function ofThisVersion(): Promise<void> {
    const database = openDatabase(made.url);
    await migrate(database);
    await database.close();
  }
  const run = (...args: string[]) =>
    folder.run([...args, "--json"], {
      env: { GRANTRY_DATABASE_URL: made.url, GRANTRY_ENCRYPTION_KEYS: newKeyText("k1") },
    });
  const serving = `INSERT INTO key_holders VALUES ('process_x', '[]', '[]', ${Math.floor(Date.now() / 1000)})`;

  test("says what is pending and what it goes through, with rows, and changes nothing", async () => {
    await ofVersionBefore("_audit_sinks");
    await having(serving);
    for (let again = 0; again < 2; again += 1) {
      const { code, json } = await run("upgrade", "--check");
      expect(code).toBe(9);
      expect(json.pending.map(({ name }: { name: string }) => name)).toEqual(
        namesFrom("_audit_sinks"),
      );
      expect(json).toMatchObject({
        is_new: false,
        processes: 1,
        version_before: { goes_on: true },
      });
      const signals = json.pending.find(({ name }: { name: string }) => name.endsWith("_signals"));
      expect(signals.work).toEqual([
        {
          table: "operator_sessions",
          kind: "reads",
          rows: expect.toSatisfy((rows: number) => rows > 0),
        },
      ]);
    }
  });

  test("says where the version before cannot go on, and applies it beside nobody who serves", async () => {
    await ofVersionBefore("_frozen_connections");
    const checked = await run("upgrade", "--check");
    expect(checked.code).toBe(8);
    expect(checked.json.version_before).toEqual({ goes_on: false, starts_again: false });
    expect(checked.json.pending[0]).toMatchObject({
      name: namesFrom("_frozen_connections")[0],
      takes_away: ["connections.frozen_at", "connections.frozen_by"],
    });
    await having(serving);
    const refused = await run("upgrade");
    expect([refused.code, refused.json.error.code]).toEqual([6, "version_serves"]);
    const applied = await run("upgrade", "--yes");
    expect([applied.code, applied.json.applied]).toEqual([0, namesFrom("_frozen_connections")]);
    const done = await run("upgrade", "--check");
    expect([done.code, done.json.pending]).toEqual([0, []]);
  });

  test("a newer version's tables are used where their names say so, and refused where not", async () => {
    await ofThisVersion();
    await having("INSERT INTO migrations (name) VALUES ('9998_later+')");
    const beside = await run("upgrade", "--check");
    expect([beside.code, beside.json.later]).toEqual([0, ["9998_later+"]]);
    const doctor = await run("doctor");
    expect(doctor.json.findings).toContainEqual({
      about: "database",
      verdict: "good",
      text: expect.stringContaining("a newer version has added 9998_later+"),
    });
    await having("INSERT INTO migrations (name) VALUES ('9999_later')");
    const refused = await run("upgrade", "--check");
    expect([refused.code, refused.json.error.message]).toEqual([
      3,
      "The database was changed by a newer version (9999_later): run that version or a later one, or restore the backup of before.",
    ]);
  });

  test("doctor names what is pending", async () => {
    await ofVersionBefore("_signals");
    const { code, json } = await run("doctor");
    expect(code).toBe(8);
    expect(json.findings.at(-1)).toMatchObject({
      about: "database",
      text: expect.stringMatching(/not up to date \(0069_signals.*grantry upgrade --check/),
    });
  });
});
