/** The handles of an app's users: who has one, what is kept of whom, and what becomes of it. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  findUserByHandle,
  listUsers,
  searchUsers,
  userOf,
} from "../src/service/app-users/index.ts";
import { handlesOf } from "../src/store/app-users.ts";

const ofApp = { workspaceId: ids.workspace, appId: ids.app, connectorIds: null };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;
  let idp: TestIdentityProvider;

  beforeAll(async () => {
    idp = await startIdentityProvider("https://a.example");
    clock = createFakeClock();
    world = await startWorld({ engine, clock, allowedPrivateOrigins: [idp.origin] });
    api = apiOf(world);
  });
  afterAll(async () => {
    await world.close();
    await idp.close();
  });
  beforeEach(async () => {
    const { db } = world.app.context.store;
    for (const table of ["connections", "authorizations", "app_users"] as const) {
      await db.deleteFrom(table).execute();
    }
    await setProviders([]);
  });

  const operate = async (path: string, method: string, body: unknown) =>
    workspaceApiOf(world)(method, `apps/${ids.app}${path}`, body);
  async function setProviders(identity_providers: object[]): Promise<void> {
    expect((await operate("", "PATCH", { identity_providers })).status).toBe(200);
  }
  const entry = (user_id_claim = "sub") => ({
    issuer: idp.issuer,
    audience: "app",
    jwks_uri: `${idp.origin}/jwks`,
    user_id_claim,
  });
  const jwt = (sub: string, claims: object = {}) =>
    idp.sign({ iss: idp.issuer, aud: "app", sub, exp: clock.nowSeconds() + 300, ...claims });
  const initiate = (token: string, connectorId: string = ids.userConnector) =>
    api.call(`app-user-auth/connectors/${connectorId}/initiate`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
  async function connect(token: string): Promise<void> {
    await consent(createJar(), (await initiate(token)).body.redirect_url);
  }
  const rows = () =>
    world.app.context.store.db
      .selectFrom("app_users")
      .selectAll()
      .orderBy("user_id")
      .orderBy("user_issuer")
      .execute();
  const own = (userId: string) => ({ issuer: null, userId });
  const theirs = (userId: string, userIdClaim = "sub") => ({
    issuer: { issuer: idp.issuer, userIdClaim },
    userId,
  });
  const find = (user: ReturnType<typeof own> | ReturnType<typeof theirs>) =>
    userOf(world.app.context, ids.app, user);

  test("who got a user token from here has one, with what was said of email and name", async () => {
    expect(await find(own("ada"))).toBe(null);
    await api.signIn("ada", { email: "ada@app.example", name: "Ada" });
    const user = await find(own("ada"));
    expect(user).toEqual({
      id: expect.stringMatching(/^usr_[\w-]{20}$/),
      userId: "ada",
      issuer: null,
      email: "ada@app.example",
      name: "Ada",
      createdAt: clock.nowSeconds(),
    });
    clock.advance(5_000);
    await api.signIn("ada");
    expect(await find(own("ada"))).toEqual(user);
    await api.signIn("ada", { email: "ada@new.example" });
    expect(await find(own("ada"))).toEqual({ ...user, email: "ada@new.example" });
  });

  test("what a database cannot store of a name is left out", async () => {
    await api.signIn("ada", { name: "A\u0000da\ud800" });
    expect((await find(own("ada")))?.name).toBe("Ada\ufffd");
  });

  test("a token for a user who is known, of whom nothing new is said, is issued without a write", async () => {
    await api.signIn("ada", { email: "ada@app.example" });
    const heard = hearStatements();
    try {
      await api.signIn("ada", { email: "ada@app.example" });
      await api.signIn("ada");
    } finally {
      heard.stop();
    }
    expect(heard.texts.filter((text) => !/^select /i.test(text))).toEqual([]);
    expect(heard.texts.join()).toMatch(/app_users/);
  });

  test("who begins to connect has one, by the words of the identity provider's token", async () => {
    await setProviders([entry()]);
    const token = await jwt("ada", { email: "ada@idp.example" });
    expect((await initiate(token)).status).toBe(200);
    expect(await find(theirs("ada"))).toMatchObject({ email: "ada@idp.example", name: null });
    await initiate(await jwt("ada", { name: "Ada" }));
    expect(await find(theirs("ada"))).toMatchObject({ email: "ada@idp.example", name: "Ada" });
    expect(await find(own("ada"))).toBe(null);
    expect(await find(theirs("ada", "login"))).toBe(null);
  });

  test("who is refused at the start has none", async () => {
    await setProviders([entry()]);
    expect((await initiate(await jwt("ada"), "0".repeat(24))).status).toBe(404);
    expect(await rows()).toEqual([]);
  });

  test("who is connected has one, also where the row was gone meanwhile", async () => {
    const user = await api.signIn("ada");
    const started = await user.initiate(ids.userConnector);
    await world.app.context.store.db.deleteFrom("app_users").execute();
    await consent(createJar(), started.body.redirect_url);
    expect(await find(own("ada"))).not.toBe(null);
    const { users } = await listUsers(world.app.context, ofApp, { after: null, limit: 10 });
    expect(users.map(({ connections }) => connections)).toEqual([{ active: 1, needsReauth: 0 }]);
  });

  test("the app's shared connections give none", async () => {
    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url);
    expect(await rows()).toEqual([]);
  });

  test("a read of a token neither reads nor writes them", async () => {
    const user = await api.signIn("ada");
    await connect(user.jwt);
    expect((await api.tokenOf("ada", ids.userConnector)).status).toBe(200);
    const heard = hearStatements();
    try {
      expect((await api.tokenOf("ada", ids.userConnector)).status).toBe(200);
      expect((await user.token(ids.userConnector)).status).toBe(200);
    } finally {
      heard.stop();
    }
    expect(heard.texts).toHaveLength(2);
    for (const text of heard.texts) {
      expect(text).toMatch(/^select /i);
      expect(text).not.toMatch(/app_users/);
    }
  });

  test("two processes that meet a user at once give one handle", async () => {
    const other = await world.another();
    const apis = [api, apiOf({ url: other.url })];
    const claims = { email: "ada@app.example" };
    const signedIn = await Promise.all(
      Array.from({ length: 8 }, (_, at) => (apis[at % 2] ?? api).signIn("ada", claims)),
    );
    await world.app.context.store.db.deleteFrom("app_users").execute();
    const started = await Promise.all(signedIn.map((user) => user.initiate(ids.userConnector)));
    expect(started.map(({ status }) => status)).toEqual(signedIn.map(() => 200));
    expect(await rows()).toHaveLength(1);
  });

  describe("are found", () => {
    test("by handle within their app only, with their connections counted", async () => {
      await connect((await api.signIn("ada")).jwt);
      await api.signIn("bo");
      const [ada, bo] = await rows();
      const found = await findUserByHandle(world.app.context, ofApp, ada?.app_user_id ?? "");
      expect(found).toMatchObject({ userId: "ada", connections: { active: 1, needsReauth: 0 } });
      await world.app.context.store.db
        .updateTable("connections")
        .set({ status: "needs_reauth" })
        .execute();
      const later = await findUserByHandle(world.app.context, ofApp, ada?.app_user_id ?? "");
      expect(later.connections).toEqual({ active: 0, needsReauth: 1 });
      const without = await findUserByHandle(world.app.context, ofApp, bo?.app_user_id ?? "");
      expect(without.connections).toEqual({ active: 0, needsReauth: 0 });
      for (const [app, handle] of [
        [ids.otherApp, ada?.app_user_id ?? ""],
        [ids.app, "usr_none"],
      ] as const) {
        const work = findUserByHandle(world.app.context, { ...ofApp, appId: app }, handle);
        await expect(work).rejects.toMatchObject({ code: "user_not_found" });
      }
    });

    test("page by page, the newest first, also of one second, each once", async () => {
      for (const userId of ["a", "b", "c"]) await api.signIn(userId);
      clock.advance(1_000);
      for (const userId of ["d", "e"]) await api.signIn(userId);
      await apiOf(world, ids.otherApp, secrets.otherServiceToken).signIn("f");
      const seen: string[] = [];
      let after: Parameters<typeof listUsers>[2]["after"] = null;
      let pages = 0;
      do {
        const page = await listUsers(world.app.context, ofApp, { after, limit: 2 });
        seen.push(...page.users.map(({ userId }) => userId));
        after = page.next;
        pages += 1;
        // Who comes meanwhile moves nobody.
        if (pages === 1) clock.advance(1_000);
        if (pages === 1) await api.signIn("late");
      } while (after !== null);
      expect([pages, seen.slice(0, 2).sort(), seen.slice(2).sort()]).toEqual([
        3,
        ["d", "e"],
        ["a", "b", "c"],
      ]);
      const all = await listUsers(world.app.context, ofApp, { after: null, limit: 6 });
      expect([all.users.length, all.next]).toEqual([6, null]);
    });

    test("a page costs three statements, however many users are on it", async () => {
      for (const userId of ["a", "b", "c"]) await api.signIn(userId);
      const heard = hearStatements();
      try {
        await listUsers(world.app.context, ofApp, { after: null, limit: 10 });
      } finally {
        heard.stop();
      }
      expect(heard.texts).toHaveLength(3);
    });

    test("by their id: each whom an identity provider, a claim or this server calls so", async () => {
      await api.signIn("ada");
      await api.signIn("bo");
      await setProviders([entry()]);
      await connect(await jwt("ada"));
      await setProviders([entry("login")]);
      await initiate(await jwt("x", { login: "ada" }));
      const search = async (issuer?: string | null) =>
        (await searchUsers(world.app.context, ofApp, { userId: "ada", issuer }))
          .map((user) => [user.issuer?.userIdClaim ?? null, user.connections.active])
          .sort();
      expect(await search()).toEqual([
        [null, 0],
        ["login", 0],
        ["sub", 1],
      ]);
      expect(await search(null)).toEqual([[null, 0]]);
      expect(await search(idp.issuer)).toEqual([
        ["login", 0],
        ["sub", 1],
      ]);
      expect(await search("https://other.example")).toEqual([]);
    });

    test("the handles of many by one query", async () => {
      for (const userId of ["a", "b"]) await api.signIn(userId);
      const [a, b] = await rows();
      const heard = hearStatements();
      const asked = [own("a"), own("b"), theirs("a"), own("c")];
      const handle = await handlesOf(world.app.context.store, ids.app, asked).finally(heard.stop);
      expect(heard.texts).toHaveLength(1);
      expect(asked.map(handle)).toEqual([a?.app_user_id, b?.app_user_id, null, null]);
    });
  });

  describe("when connections are given to other users", () => {
    const move = (body: object) => operate("/users/move", "POST", body);
    const toIdp = { from: { kind: "issuer", issuer: null }, to: { issuer: "https://a.example" } };

    test("the handle goes along, with what is known of the user, but not on a dry run", async () => {
      const user = await api.signIn("ada", { email: "ada@app.example" });
      await connect(user.jwt);
      const before = await find(own("ada"));
      await setProviders([entry()]);
      await move({ ...toIdp, dry_run: true });
      expect(await find(own("ada"))).toEqual(before);
      await move(toIdp);
      expect(await find(own("ada"))).toBe(null);
      expect(await find(theirs("ada"))).toEqual({ ...before, ...theirs("ada") });
    });

    test("also to another id", async () => {
      await connect((await api.signIn("00u1")).jwt);
      const before = await find(own("00u1"));
      await setProviders([entry()]);
      await move({ ...toIdp, users: { "00u1": "ada" } });
      expect((await find(theirs("ada")))?.id).toBe(before?.id);
    });

    test("who is known there already keeps that one, and the other is forgotten", async () => {
      await connect((await api.signIn("ada")).jwt);
      await setProviders([entry()]);
      await initiate(await jwt("ada", { email: "ada@idp.example" }));
      const there = await find(theirs("ada"));
      await move(toIdp);
      expect(await find(theirs("ada"))).toEqual(there);
      expect(await rows()).toHaveLength(1);
    });

    test("who keeps a connection keeps a handle", async () => {
      await connect((await api.signIn("ada")).jwt);
      const before = await find(own("ada"));
      await setProviders([entry()]);
      await connect(await jwt("ada"));
      const there = await find(theirs("ada"));
      await move(toIdp);
      expect([await find(own("ada")), await find(theirs("ada"))]).toEqual([before, there]);
    });

    test("on the first of several pages; until the last, who is called as before has one, too", async () => {
      await connect((await api.signIn("ada")).jwt);
      const { db } = world.app.context.store;
      const [connection] = await db.selectFrom("connections").selectAll().execute();
      if (connection === undefined) throw new Error("nothing was connected");
      await db
        .insertInto("connections")
        .values({ ...connection, connection_id: "~last", connector_id: ids.sharedConnector })
        .execute();
      const before = await find(own("ada"));
      await setProviders([entry()]);
      const first = await move({ ...toIdp, limit: 1 });
      expect((await find(theirs("ada")))?.id).toBe(before?.id);
      const between = await find(own("ada"));
      expect(between?.id).toMatch(/^usr_/);
      expect(between?.id).not.toBe(before?.id);
      await move({ ...toIdp, after: first.body.next });
      expect((await rows()).map((row) => row.app_user_id)).toEqual([before?.id]);
    });

    test("whoever an unassigned connection is given to gets one", async () => {
      await setProviders([entry()]);
      await connect(await jwt("ada"));
      const { db } = world.app.context.store;
      await db.updateTable("connections").set({ user_issuer: null, user_id_claim: "" }).execute();
      await db.deleteFrom("app_users").execute();
      await move({ from: { kind: "unassigned" }, to: { issuer: idp.issuer } });
      expect(await find(theirs("ada"))).not.toBe(null);
    });
  });
});
