/** What a fresh token costs (G1), and what the read behind it sees. */
import { tokenAnswer } from "@grantry/contract/base44/service";
import { token } from "@grantry/contract/v1/tokens";
import { type Answer, type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createTestDatabase, engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { hearStatements } from "@grantry/testing/statements";
import { stateOf } from "@grantry/testing/witness";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newHandle } from "../src/lib/id.ts";
import { Secret } from "../src/lib/secret.ts";
import { insertServiceToken } from "../src/store/app-service-tokens.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { readForToken, type TokenReadQuery } from "../src/store/token-read.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let user: UserApi;

  beforeAll(async () => {
    world = await startWorld({ engine, clock: createFakeClock() });
    api = apiOf(world);
    user = await api.signIn("user-1");
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { api_key: secrets.workspaceKey, "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url);
  });
  afterAll(() => world.close());

  const named = () => api.tokenOf("user-1", ids.userConnector);
  const routes: Record<string, () => Promise<Answer>> = {
    "of a named user": named,
    "of the user whose JWT is passed on": () => user.token(ids.userConnector),
    "of the shared connection": () => api.backend("external-auth/tokens/sandboxcalendar"),
    "of the shared connection, by id": () =>
      api.backend(`external-auth/tokens/connectors/${ids.sharedConnector}`),
  };

  test.each(Object.keys(routes))(
    "a fresh token %s costs one statement, which reads, and nothing else (G1)",
    async (name) => {
      const read = async () => (await routes[name]?.())?.status;
      // The first may read the app, whose settings are then kept.
      expect(await read()).toBe(200);
      const before = await stateOf(world);
      const heard = hearStatements();
      try {
        for (let count = 0; count < 5; count += 1) expect(await read()).toBe(200);
      } finally {
        heard.stop();
      }
      expect(heard.texts).toHaveLength(5);
      for (const text of heard.texts) {
        expect(text).toMatch(/^select /i);
        expect(text).not.toMatch(/\bfor (no key )?(update|share)\b/i);
      }
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test("no parameter is compared with what a partial index names, so that SQLite plans the read once", async () => {
    const heard = hearStatements();
    await named().finally(heard.stop);
    const { db } = world.app.context.store;
    const partial =
      engine === "sqlite"
        ? sql<{ text: string }>`SELECT sql AS text FROM sqlite_master
            WHERE type = 'index' AND tbl_name = 'connections' AND sql LIKE '% WHERE %'`
        : sql<{ text: string }>`SELECT indexdef AS text FROM pg_indexes
            WHERE tablename = 'connections' AND indexdef LIKE '% WHERE %'`;
    const { rows } = await partial.execute(db);
    // Those that are asked for a value, as `owner_kind = 'app'`.
    const columns = rows.flatMap(({ text }) =>
      [...text.slice(text.indexOf(" WHERE ")).matchAll(/(\w+) = '/g)].map(([, name]) => name),
    );
    if (engine === "sqlite") expect(columns).toContain("owner_kind");
    for (const column of columns) {
      for (const text of heard.texts) {
        expect(text).not.toMatch(new RegExp(`"${column}" = (?:\\?|\\$\\d+)`));
      }
    }
  });

  test("every answer holds what the contract declares, and nothing else", async () => {
    for (const read of Object.values(routes)) {
      const { body } = await read();
      const declared = read === named ? token : tokenAnswer;
      // Where a token may go is answered to who asks.
      const always = Object.keys(declared.shape).filter((name) => name !== "hosts");
      expect(Object.keys(body)).toEqual(always);
      expect(Object.keys(body.account)).toEqual(["id", "email", "name"]);
      expect(declared.parse(body)).toEqual(body);
    }
  });

  test("the read sees what is committed, and waits for no transaction of this process", async () => {
    const { database } = world.app.context.store;
    const setStatus = (status: "active" | "disconnected") => (db: typeof database.db) =>
      db.updateTable("connections").set({ status }).execute();
    await database.transaction(async (trx) => {
      await setStatus("disconnected")(trx);
      expect((await named()).status).toBe(200);
    });
    expect((await named()).status).toBe(404);
    await setStatus("active")(database.db);
    expect((await named()).status).toBe(200);
  });

  test("a service token that was revoked is refused by the next read", async () => {
    const { db } = world.app.context.store;
    const setRevoked = (revoked_at: number | null) =>
      db.updateTable("service_tokens").set({ revoked_at }).execute();
    expect((await named()).status).toBe(200);
    await setRevoked(1);
    expect((await named()).body.code).toBe("unauthorized");
    await setRevoked(null);
    expect((await named()).status).toBe(200);
  });

  test("a service token that cannot be read is refused each time, and never taken for the one before", async () => {
    const { store } = world.app.context;
    const secret = new Secret("grantry_st_that-cannot-be-read");
    await insertServiceToken(store, {
      serviceTokenId: newHandle("serviceToken"),
      workspaceId: ids.workspace,
      appId: ids.app,
      name: "damaged",
      secret,
      expiresAt: null,
      scopes: ["tokens:read"],
      connectorIds: null,
    });
    await store.db
      .updateTable("service_tokens")
      .set({ scopes: "[damaged" })
      .where("name", "=", "damaged")
      .execute();
    const read = () => readForToken(store, { ...queryFor("user-1"), serviceToken: secret });
    expect((await named()).status).toBe(200);
    await expect(read()).rejects.toThrow(SyntaxError);
    await expect(read()).rejects.toThrow(SyntaxError);
    expect((await named()).status).toBe(200);
    await expect(read()).rejects.toThrow(SyntaxError);
  });

  test("bytes, numbers beyond 32 bits and text of every kind arrive as they were stored", async () => {
    const { store } = world.app.context;
    const account_name = 'quote " back \\ ü 用户 😀 \u2028 tab\t';
    const account = { account_name, expires_at: 2 ** 40 };
    await store.db.updateTable("connections").set(account).execute();
    const { body } = await user.token(ids.userConnector);
    expect(body).toMatchObject({ expires_at: 2 ** 40, account: { name: account_name } });
    const stored = await store.db
      .selectFrom("connections")
      .selectAll()
      .where("user_id", "=", "user-1")
      .executeTakeFirstOrThrow();
    const { connection } = (await readForToken(store, queryFor("user-1"))) ?? {};
    expect(Buffer.from(connection?.sealedAccessToken ?? [])).toEqual(
      Buffer.from(stored.access_token ?? []),
    );
  });
});

function queryFor(userId: string): TokenReadQuery {
  return {
    appId: ids.app,
    serviceToken: new Secret(secrets.serviceToken),
    address: { kind: "id", connectorId: ids.userConnector },
    owner: { kind: "user", issuer: null, userId },
  };
}

test("on SQLite a prepared read runs where nothing can be written", async () => {
  const place = await createTestDatabase("sqlite", () => inject("postgresUrl"));
  const database = openDatabase(place.url);
  try {
    await migrate(database);
    const write = database.prepare({
      name: "write",
      text: "DELETE FROM apps",
      columns: [],
      bytes: new Set(),
    });
    expect(() => write([])).toThrow(/read-only/);
  } finally {
    await database.close();
    await place.drop();
  }
});

test("a prepared read works on a database in memory, which has one connection", async () => {
  const database = openDatabase("sqlite::memory:");
  try {
    await migrate(database);
    const columns = ["one", "two"];
    const text = "SELECT ? AS one, name AS two FROM migrations ORDER BY name";
    const read = database.prepare({ name: "read", text, columns, bytes: new Set() });
    expect(await read(["first"])).toEqual(["first", "0001_tables"]);
  } finally {
    await database.close();
  }
});

test.each([true, false])(
  "on PostgreSQL statements are prepared by name where the setting is %s",
  async (preparedStatements) => {
    const place = await createTestDatabase("postgres", () => inject("postgresUrl"));
    const database = openDatabase(place.url, { poolSize: 1, preparedStatements });
    try {
      const read = database.prepare({
        name: "token read",
        text: "SELECT $1::text AS one, name AS two FROM pg_prepared_statements",
        columns: ["one", "two"],
        bytes: new Set(),
      });
      await read(["x"]);
      expect(await read(["x"])).toEqual(preparedStatements ? ["x", "token read"] : undefined);
    } finally {
      await database.close();
      await place.drop();
    }
  },
);
