/** The migration that gives users an issuer: with rows of apps with no, one and several providers. */

import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { migrateBefore, migrationNamed } from "@grantry/testing/earlier-version";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";

const tested = migrationNamed("_user_issuers");

const provider = (issuer: string, more: object = {}) => ({
  issuer,
  audience: "a",
  jwks_uri: `${issuer}/jwks`,
  algorithms: ["ES256"],
  user_id_claim: "sub",
  email_claim: "email",
  name_claim: "name",
  ...more,
});
const a = 'https://a.example/it\'s "quoted" ü';
const b = "https://b.example";

/** By app: its providers, and what its users' rows must be keyed by afterwards. */
const apps = {
  none: { providers: [], issuer: "", claim: "" },
  one: { providers: [provider(a)], issuer: a, claim: "sub" },
  claim: { providers: [provider(a, { user_id_claim: "oid" })], issuer: a, claim: "oid" },
  audiences: {
    providers: [provider(a), provider(a, { audience: "b" })],
    issuer: a,
    claim: "sub",
  },
  several: { providers: [provider(a), provider(b)], issuer: null, claim: "" },
  claims: {
    providers: [provider(a), provider(a, { audience: "b", user_id_claim: "oid" })],
    issuer: null,
    claim: "",
  },
} as const;
const appIds = Object.keys(apps) as (keyof typeof apps)[];

describe.each(engines)("on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;
  let before: Record<string, unknown>[];
  let indexesBefore: string[];

  beforeAll(async () => {
    made = await createTestDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    await migrateBefore(database, tested);
    await run("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ('ws_1', 'One', 1)");
    await run(`INSERT INTO oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id,
      client_secret, redirect_path, created_at, updated_at)
      VALUES ('ocl_1', 'ws_1', 'c', 'sandbox', 'c', ${bytes("01")}, 'own', 1, 1)`);
    for (const id of ["con_1", "con_2"]) {
      await run(`INSERT INTO connectors (connector_id, workspace_id, oauth_client_id, integration_type,
        name, settings, created_at, updated_at)
        VALUES ('${id}', 'ws_1', 'ocl_1', 'sandboxcalendar', '${id}', '{}', 1, 1)`);
    }
    for (const id of appIds) await enterApp(id);
    before = await connections();
    indexesBefore = await indexes(database);
    // This one alone: later ones may change the table, too.
    for (const statement of tested.statements(engine)) await run(statement);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  const run = (statement: string) => sql.raw(statement).execute(database.db);
  const bytes = (hex: string) => (engine === "sqlite" ? `x'${hex}'` : `'\\x${hex}'::bytea`);
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

  async function connections(): Promise<Record<string, unknown>[]> {
    const { rows } = await sql`SELECT * FROM connections ORDER BY connection_id`.execute(
      database.db,
    );
    return rows as Record<string, unknown>[];
  }

  /** Two users' connections, one of the app itself, and an attempt of each kind. */
  async function enterApp(id: keyof typeof apps): Promise<void> {
    const { providers } = apps[id];
    await run(`INSERT INTO apps (app_id, workspace_id, name, origins, identity_providers, auth_version,
      created_at) VALUES ('${id}', 'ws_1', 'n', '[]', ${text(JSON.stringify(providers))}, 1, 1)`);
    for (const [kind, user, connector] of [
      ["user", "ada", "con_1"],
      ["user", "ada", "con_2"],
      ["user", "bo", "con_1"],
      ["app", "", "con_1"],
    ]) {
      await run(`INSERT INTO connections (connection_id, workspace_id, app_id, connector_id, owner_kind,
        user_id, status, status_since, requested_scopes, granted_scopes, connection_config,
        access_token, refresh_token, version, lease_number, failure_count, created_at, updated_at,
        provider_key, account_id, next_refresh_at, refresh_token_expires_at, last_used_at)
        VALUES ('conn_${id}_${user}_${connector}', 'ws_1', '${id}', '${connector}', '${kind}', '${user}',
        'active', 5, '["s"]', '["s"]', '{"k":"v"}', ${bytes("aa")}, ${bytes("bb")}, 3, 2, 0, 1, 2,
        'sandbox', 'acc', 7, 8, 9)`);
      await run(`INSERT INTO authorizations (authorization_id, workspace_id, app_id, connector_id,
        owner_kind, user_id, user_label, status, proof, link_hash, redirect_uri, requested_scopes,
        settings, expires_at, created_at)
        VALUES ('auz_${id}_${user}_${connector}', 'ws_1', '${id}', '${connector}', '${kind}', '${user}',
        'u', 'pending', 'confirmation', NULL, 'https://r', '[]', '{}', 99, 1)`);
    }
  }

  test.each(appIds)(
    "keys the users of an app of the kind %s by what is known of them",
    async (id) => {
      const { issuer, claim } = apps[id];
      const rows = await database.db
        .selectFrom("connections")
        .select(["owner_kind", "user_id", "user_issuer", "user_id_claim"])
        .where("app_id", "=", id)
        .orderBy("connection_id")
        .execute();
      const user = (user_id: string) => ({
        owner_kind: "user",
        user_id,
        user_issuer: issuer,
        user_id_claim: claim,
      });
      const app = { owner_kind: "app", user_id: "", user_issuer: "", user_id_claim: "" };
      expect(rows).toEqual([app, user("ada"), user("ada"), user("bo")]);
      const of = await database.db
        .selectFrom("apps")
        .select(["user_issuer", "user_id_claim"])
        .where("app_id", "=", id)
        .executeTakeFirst();
      expect(of).toEqual({ user_issuer: issuer, user_id_claim: issuer === null ? null : claim });
    },
  );

  test("loses nothing else that stood in the rows", async () => {
    const { length } = appIds;
    expect(before).toHaveLength(length * 4);
    const after = (await connections()).map(
      ({ user_issuer: _issuer, user_id_claim: _claim, ...rest }) => rest,
    );
    expect(after).toEqual(before);
  });

  test("lets attempts go on, but for those whose user is not known", async () => {
    const rows = await database.db
      .selectFrom("authorizations")
      .select(["app_id", "owner_kind", "user_issuer", "user_id_claim"])
      .execute();
    for (const id of appIds) {
      const { issuer, claim } = apps[id];
      const ofUsers = rows.filter((row) => row.app_id === id && row.owner_kind === "user");
      expect(ofUsers).toHaveLength(issuer === null ? 0 : 3);
      for (const row of ofUsers)
        expect(row).toMatchObject({ user_issuer: issuer, user_id_claim: claim });
      expect(rows.filter((row) => row.app_id === id && row.owner_kind === "app")).toHaveLength(1);
    }
  });

  const copyOf = (changes: Record<string, string>) => {
    const columns = Object.keys({ ...before[0], user_issuer: 0, user_id_claim: 0 });
    const values = columns.map((column) => changes[column] ?? column);
    return run(`INSERT INTO connections (${columns.join(", ")}) SELECT ${values.join(", ")}
      FROM connections WHERE connection_id = 'conn_one_ada_con_1'`);
  };

  test("from then on one user has one connection per connector, and another issuer's is another user", async () => {
    await expect(copyOf({ connection_id: "'again'" })).rejects.toThrow(/unique/i);
    await copyOf({ connection_id: "'of b'", user_issuer: `'${b}'` });
    await copyOf({ connection_id: "'other claim'", user_id_claim: "'oid'" });
    await run("DELETE FROM connections WHERE connection_id IN ('of b', 'other claim')");
  });

  test.each([
    { user_issuer: "''" },
    { user_id_claim: "''" },
    { user_issuer: "NULL" },
    { owner_kind: "'app'", user_id: "''" },
    { owner_kind: "'app'", user_id: "''", user_issuer: "NULL", user_id_claim: "''" },
  ])("no row is half of one thing and half of another: %j", async (changes) => {
    await expect(copyOf({ connection_id: "'x'", ...changes })).rejects.toThrow(/constraint/i);
  });

  test("every index of the table is there as before", async () => {
    expect(indexesBefore.length).toBeGreaterThan(5);
    expect(await indexes(database)).toEqual(expect.arrayContaining(indexesBefore));
  });

  async function indexes({ db }: Database): Promise<string[]> {
    const list =
      engine === "sqlite"
        ? sql<{
            name: string;
          }>`SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'connections'`
        : sql<{
            name: string;
          }>`SELECT indexname AS name FROM pg_indexes WHERE tablename = 'connections'`;
    const names = (await list.execute(db)).rows.map((row) => row.name);
    // Those that a constraint makes are named by the engine.
    return names.filter((one) => !/_autoindex_|_key$|_pkey$/.test(one)).sort();
  }
});
