/** A user is (issuer, user id claim, user id): the same subject of two identity providers is two users. */
import { createClient } from "@grantry/sdk";
import { type Answer, type Api, apiOf, type TokenAsked } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import type { JWTPayload } from "jose";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type IdentityProvider, putApp } from "../src/store/apps.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let call: OwnApi;
  let clock: FakeClock;
  let a: TestIdentityProvider;
  let b: TestIdentityProvider;

  beforeAll(async () => {
    a = await startIdentityProvider("https://a.example");
    b = await startIdentityProvider("https://b.example");
    clock = createFakeClock();
    const origins = [a.origin, b.origin];
    // For its line in the log the workspace of an app that nothing is known of is looked up, once.
    world = await startWorld({ engine, clock, allowedPrivateOrigins: origins, logTokenReads: 0 });
    api = apiOf(world);
    call = ownApiOf(world);
  });
  afterAll(async () => {
    await world.close();
    await a.close();
    await b.close();
  });
  beforeEach(async () => {
    const { db } = world.app.context.store;
    await db.deleteFrom("connections").execute();
    await setProviders([entry(a), entry(b)]);
  });

  const entry = (idp: TestIdentityProvider, more: Partial<IdentityProvider> = {}) => ({
    issuer: idp.issuer,
    audience: "app",
    jwks_uri: `${idp.origin}/jwks`,
    algorithms: ["ES256"],
    user_id_claim: "sub",
    email_claim: "email",
    name_claim: "name",
    ...more,
  });

  /** As the operator's API does, without the wait of other processes. */
  async function setProviders(identityProviders: readonly IdentityProvider[]): Promise<void> {
    const { store, apps } = world.app.context;
    const before = await apps.get(ids.app);
    await putApp(store, { ...before, identityProviders });
    apps.drop(ids.app);
  }

  const jwt = (idp: TestIdentityProvider, claims: JWTPayload = {}) =>
    idp.sign({
      iss: idp.issuer,
      aud: "app",
      sub: "alice",
      exp: clock.nowSeconds() + 300,
      ...claims,
    });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const as = (token: string, path: string, init: RequestInit = {}) =>
    api.call(path, { ...init, headers: bearer(token) });
  const read = (token: string) =>
    api.backend(`app-user-auth/connectors/${ids.userConnector}/token`, {
      headers: { "on-behalf-of": `Bearer ${token}` },
    });
  /** What the user of this JWT reads and does below /v1/apps/{app}/me/. */
  const mine = (token: string, path: string, method = "GET") =>
    call(method, `/v1/apps/${ids.app}/me/${path}`, { as: token });
  const named = (asked: TokenAsked = {}) => api.tokenOf("alice", ids.userConnector, asked);
  const from = ({ issuer }: TestIdentityProvider) => ({ issuer });
  const issue = (body: object) => api.own("POST", "user-tokens", { user_id: "alice", ...body });
  async function issued(body: object): Promise<string> {
    const answer = await issue(body);
    expect(answer.status).toBe(201);
    return answer.body.access_token;
  }
  const initiate = (token: string) =>
    as(token, `app-user-auth/connectors/${ids.userConnector}/initiate`, { method: "POST" });
  async function connect(token: string, account: "ada" | "bo"): Promise<string> {
    const started = await initiate(token);
    expect(started.status).toBe(200);
    await consent(createJar(), started.body.redirect_url, { account: `sandbox-${account}` });
    return started.body.connection_id;
  }
  const accountOf = (answer: Answer) =>
    answer.body.account?.email ?? answer.body.reason ?? answer.body.code;

  test("the same subject of two identity providers is two users, each with a connection", async () => {
    const attempt = await connect(await jwt(a), "ada");
    const ofB = await jwt(b);
    expect(accountOf(await read(await jwt(a)))).toBe("ada@sandbox.example");
    expect(accountOf(await read(ofB))).toBe("not_connected");
    expect((await mine(ofB, "connections")).body.data).toEqual([]);
    const { body: list } = await mine(ofB, "connectors");
    expect(list.data).toMatchObject([{ id: ids.userConnector, connections: [] }]);
    const one = await mine(ofB, `connectors/${ids.userConnector}`);
    expect(one.body).toMatchObject({ id: ids.userConnector, connections: [] });
    const status = (token: string) => mine(token, `authorizations/${attempt}`);
    expect((await status(ofB)).body.code).toBe("authorization_not_found");
    expect((await status(await jwt(a))).body).toMatchObject({ status: "completed" });
    const [connection] = (await mine(await jwt(a), "connections")).body.data;
    expect(connection.account.email).toBe("ada@sandbox.example");
    const taken = await mine(ofB, `connections/${connection.id}/disconnect`, "POST");
    expect(taken.body.code).toBe("connection_not_found");
    const ended = await as(ofB, `app-user-auth/connectors/${ids.userConnector}`, {
      method: "DELETE",
    });
    expect(ended.body.reason).toBe("not_connected");

    await connect(ofB, "bo");
    expect(accountOf(await read(await jwt(a)))).toBe("ada@sandbox.example");
    expect(accountOf(await read(await jwt(b)))).toBe("bo@sandbox.example");
    await as(ofB, `app-user-auth/connectors/${ids.userConnector}`, { method: "DELETE" });
    expect(accountOf(await read(await jwt(a)))).toBe("ada@sandbox.example");
  });

  test("a token that was verified before stays its own issuer's", async () => {
    const [ofA, ofB] = [await jwt(a), await jwt(b)];
    await connect(ofA, "ada");
    for (let count = 0; count < 3; count += 1) {
      expect(accountOf(await read(ofA))).toBe("ada@sandbox.example");
      expect(accountOf(await read(ofB))).toBe("not_connected");
    }
  });

  test("the same value out of another claim is another user, also of one issuer", async () => {
    await setProviders([entry(a)]);
    await connect(await jwt(a), "ada");
    await setProviders([entry(a, { user_id_claim: "preferred_username" })]);
    const other = await jwt(a, { sub: "mallory", preferred_username: "alice" });
    expect(accountOf(await read(other))).toBe("not_connected");
    expect(accountOf(await named())).toBe("not_connected");
    await setProviders([entry(a)]);
    expect(accountOf(await read(await jwt(a)))).toBe("ada@sandbox.example");
  });

  test("an issuer that is entered with two claims names nobody by an id", async () => {
    await setProviders([entry(a), entry(a, { audience: "mobile", user_id_claim: "login" })]);
    await connect(await jwt(a), "ada");
    const other = await jwt(a, { aud: "mobile", sub: "x", login: "alice" });
    expect(accountOf(await read(other))).toBe("not_connected");
    for (const answer of [await named(), await named(from(a)), await issue({ issuer: a.issuer })]) {
      expect([answer.status, answer.body.code]).toEqual([400, "issuer_required"]);
    }
    expect((await named(from(a))).body.detail).toContain("(sub, login)");
  });

  test("one issuer that is entered for two audiences is one issuer", async () => {
    await setProviders([entry(a), entry(a, { audience: "mobile" })]);
    await connect(await jwt(a), "ada");
    expect(accountOf(await read(await jwt(a, { aud: "mobile" })))).toBe("ada@sandbox.example");
    expect(accountOf(await named())).toBe("ada@sandbox.example");
    expect(accountOf(await read(await issued({})))).toBe("ada@sandbox.example");
  });

  describe("with several identity providers", () => {
    test("a user id alone is refused, and the refusal says what to give", async () => {
      await connect(await jwt(a), "ada");
      for (const answer of [await named(), await issue({})]) {
        expect([answer.status, answer.body.code]).toEqual([400, "issuer_required"]);
        expect(answer.body.detail).toContain(`"issuer", one of: ${a.issuer}, ${b.issuer}.`);
      }
    });

    test("an issuer beside the id names one user", async () => {
      await connect(await jwt(a), "ada");
      await connect(await jwt(b), "bo");
      expect(accountOf(await named(from(a)))).toBe("ada@sandbox.example");
      expect(accountOf(await named(from(b)))).toBe("bo@sandbox.example");
      const [ofA, ofB] = [await issued({ issuer: a.issuer }), await issued({ issuer: b.issuer })];
      expect(accountOf(await read(ofA))).toBe("ada@sandbox.example");
      expect(accountOf(await read(ofB))).toBe("bo@sandbox.example");
    });

    test.each(["https://c.example", "https://a.example/", "HTTPS://A.EXAMPLE"])(
      "an issuer that the app does not have is refused: %s",
      async (issuer) => {
        for (const answer of [await named({ issuer }), await issue({ issuer })]) {
          expect([answer.status, answer.body.code]).toEqual([400, "issuer_unknown"]);
          expect(answer.body.detail).toContain(b.issuer);
        }
      },
    );

    test("nobody without a service token of the app learns its issuers", async () => {
      for (const secret of [
        secrets.otherServiceToken,
        secrets.foreignServiceToken,
        "grantry_st_x",
      ]) {
        const seen = new Set<string>();
        for (const asked of [{}, from(a), { issuer: "x" }]) {
          const user = { user_id: "alice", ...asked };
          const owner = { kind: "user", ...user };
          const bodies = {
            tokens: { connector_id: ids.userConnector, owner },
            "user-tokens": user,
          };
          for (const [path, body] of Object.entries(bodies)) {
            const at = `/v1/apps/${ids.app}/${path}`;
            const { status, body: said } = await call("POST", at, { as: secret, body });
            expect([status, said.code]).toEqual([401, "unauthorized"]);
            seen.add(JSON.stringify({ ...said, request_id: "" }));
          }
        }
        // One answer to whatever is asked.
        expect(seen.size).toBe(1);
        expect([...seen].join()).not.toMatch(/https:\/\/[ab]\.example/);
      }
    });

    test("a fresh token by id and issuer costs one statement, which reads (G1)", async () => {
      await connect(await jwt(a), "ada");
      expect((await named(from(a))).status).toBe(200);
      const heard = hearStatements();
      try {
        expect((await named(from(a))).status).toBe(200);
      } finally {
        heard.stop();
      }
      expect(heard.texts).toHaveLength(1);
      expect(heard.texts[0]).toMatch(/^select /i);
    });
  });

  describe("with one identity provider", () => {
    beforeEach(() => setProviders([entry(a)]));

    test("a user id alone and a token of ours mean its users", async () => {
      await connect(await jwt(a), "ada");
      expect(accountOf(await named())).toBe("ada@sandbox.example");
      expect(accountOf(await named(from(a)))).toBe("ada@sandbox.example");
      expect(accountOf(await read(await issued({})))).toBe("ada@sandbox.example");
      await as(await issued({}), `app-user-auth/connectors/${ids.userConnector}`, {
        method: "DELETE",
      });
      expect(accountOf(await read(await jwt(a)))).toBe("not_connected");
    });

    test("a fresh token by id costs one statement, also where nothing is known of the app (G1)", async () => {
      await connect(await jwt(a), "ada");
      world.app.context.apps.drop(ids.app);
      const heard = hearStatements();
      try {
        expect((await named()).status).toBe(200);
      } finally {
        heard.stop();
      }
      expect(heard.texts).toHaveLength(1);
    });

    test("the official ids stay what they were", async () => {
      for (const token of [await jwt(a), await issued({})]) {
        const me = await as(token, "entities/User/me");
        expect(me.body).toEqual({ id: "alice", email: null, full_name: null });
      }
    });
  });

  describe("without an identity provider", () => {
    beforeEach(() => setProviders([]));

    test("users have no issuer, and none can be given", async () => {
      await connect(await issued({}), "ada");
      expect(accountOf(await named())).toBe("ada@sandbox.example");
      for (const answer of [await named(from(a)), await issue({ issuer: a.issuer })]) {
        expect([answer.status, answer.body.code]).toEqual([400, "issuer_unknown"]);
        expect(answer.body.detail).toContain("named without an issuer");
      }
    });
  });

  describe("a change of the providers re-keys nothing", () => {
    test("the first one does not get the users of before", async () => {
      await setProviders([]);
      const old = await issued({});
      await connect(old, "ada");
      await setProviders([entry(a)]);
      expect(accountOf(await read(await jwt(a)))).toBe("not_connected");
      expect(accountOf(await named())).toBe("not_connected");
      expect(accountOf(await read(await issued({})))).toBe("not_connected");
      const refused = await read(old);
      expect(refused.body.reason).toBe("app_user_required");
      expect(refused.body.detail).toContain("have changed since this user token was issued");
      await setProviders([]);
      expect(accountOf(await named())).toBe("ada@sandbox.example");
    });

    test("another one in its place does not get its users", async () => {
      await setProviders([entry(a)]);
      const old = await issued({});
      await connect(old, "ada");
      await setProviders([entry(b)]);
      expect(accountOf(await read(await jwt(b)))).toBe("not_connected");
      expect(accountOf(await named())).toBe("not_connected");
      expect((await read(old)).body.reason).toBe("app_user_required");
      expect((await named(from(a))).body.code).toBe("issuer_unknown");
    });

    test("a second one takes nothing from the first, and a token of ours stays its user's", async () => {
      await setProviders([entry(a)]);
      const ours = await issued({});
      await connect(ours, "ada");
      await setProviders([entry(a), entry(b)]);
      expect(accountOf(await read(ours))).toBe("ada@sandbox.example");
      expect(accountOf(await read(await jwt(a)))).toBe("ada@sandbox.example");
      expect(accountOf(await read(await jwt(b)))).toBe("not_connected");
    });

    test("another process follows with the next read", async () => {
      await setProviders([entry(a)]);
      await connect(await jwt(a), "ada");
      const other = await world.another();
      const there = (token: string) =>
        apiOf(other).backend(`app-user-auth/connectors/${ids.userConnector}/token`, {
          headers: { "on-behalf-of": `Bearer ${token}` },
        });
      expect(accountOf(await there(await jwt(a)))).toBe("ada@sandbox.example");
      await setProviders([entry(a), entry(b)]);
      const alone = await apiOf(other).tokenOf("alice", ids.userConnector);
      expect(alone.body.code).toBe("issuer_required");
      const ofB = await apiOf(other).tokenOf("alice", ids.userConnector, from(b));
      expect(accountOf(ofB)).toBe("not_connected");
      expect(accountOf(await there(await issued({ issuer: b.issuer })))).toBe("not_connected");
    });
  });

  test("our SDK names a user's issuer wherever it names a user", async () => {
    await connect(await jwt(a), "ada");
    await connect(await jwt(b), "bo");
    const { serviceToken } = secrets;
    const client = createClient({ serverUrl: world.url, appId: ids.app, serviceToken });
    const { connectors } = client.asServiceRole;
    const { userConnector: connectorId } = ids;
    const { issuer } = b;
    const alone = connectors.getAppUserConnection("alice", connectorId);
    await expect(alone).rejects.toMatchObject({ code: "issuer_required" });
    const { account } = await connectors.getAppUserConnection("alice", connectorId, { issuer });
    expect(account?.email).toBe("bo@sandbox.example");
    await expect(connectors.createAppUserToken("alice")).rejects.toMatchObject({
      code: "issuer_required",
    });
    const { accessToken } = await connectors.createAppUserToken("alice", { issuer });
    expect(accountOf(await read(accessToken))).toBe("bo@sandbox.example");
    for (const [owner, account] of [
      [{ userId: "alice", issuer: a.issuer }, "sandbox-ada"],
      [{ userId: "alice", issuer }, "sandbox-bo"],
    ] as const) {
      const fetchOfUser = connectors.fetchFor({ connectorId, owner });
      const me = await fetchOfUser(`${world.sandbox.origin}/me`);
      expect(await me.json()).toMatchObject({ sub: account });
    }
  });

  test("what nobody is known to own is read by nobody", async () => {
    const { db } = world.app.context.store;
    await setProviders([entry(a)]);
    await connect(await jwt(a), "ada");
    await db.updateTable("connections").set({ user_issuer: null, user_id_claim: "" }).execute();
    for (const providers of [[entry(a), entry(b)], [entry(a)], []]) {
      await setProviders(providers);
      for (const asked of [{}, from(a), { issuer: "null" }]) {
        expect((await named(asked)).status).not.toBe(200);
      }
    }
    await setProviders([entry(a)]);
    expect(accountOf(await read(await jwt(a)))).toBe("not_connected");
  });

  test("the read of a token finds the connection by an index that holds the user", async () => {
    const heard = hearStatements();
    try {
      await named();
    } finally {
      heard.stop();
    }
    const { db } = world.app.context.store;
    const text = heard.texts.find((one) => one.includes('left join "connections"')) ?? "";
    if (engine === "sqlite") {
      const plan = await sql<{
        detail: string;
      }>`${sql.raw(`EXPLAIN QUERY PLAN ${text.replaceAll("?", "'x'")}`)}`.execute(db);
      const ofConnections = plan.rows.find(({ detail }) => detail.includes("connections"));
      expect(ofConnections?.detail).toMatch(/user_id=\? AND user_issuer=\? AND user_id_claim=\?/);
    } else {
      await db.transaction().execute(async (trx) => {
        await sql`SET LOCAL enable_seqscan = off`.execute(trx);
        const literal = text.replaceAll(/\$\d+/g, (place) => (place === "$0" ? place : "'x'"));
        const plan = await sql<Record<string, string>>`${sql.raw(`EXPLAIN ${literal}`)}`.execute(
          trx,
        );
        const lines = plan.rows.map((row) => Object.values(row)[0]).join("\n");
        expect(lines).toMatch(/Index Cond:.*user_id = 'x'/);
      });
    }
  });
});
