/** Providers that are known by their issuer alone and are no OpenID providers with UserInfo. */

import type { Engine } from "@grantry/server/store/engine";
import { apiOf } from "@grantry/testing/api";
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from "@grantry/testing/authorization-server";
import { createJar, depart } from "@grantry/testing/browser";
import { providersOf, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const clientId = "test-client";
const openId = { metadata: { scopes_supported: ["openid", "email", "rooms.read"] } };

function startPlain(clock: FakeClock): Promise<AuthorizationServer> {
  const { clientSecret } = secrets;
  const method = "client_secret_basic";
  return startAuthorizationServer({ clientId, clientSecret, method, nowSeconds: clock.nowSeconds });
}

function startWorldWith(
  engine: Engine,
  {
    plain: { origin: issuer },
    clock,
    declared,
  }: { readonly plain: AuthorizationServer; readonly clock: FakeClock; readonly declared: object },
): Promise<World> {
  return startWorld({
    engine,
    clock,
    allowedPrivateOrigins: [issuer],
    declare: (bootstrap) =>
      useProvider(bootstrap, "plain", { issuer, id: "plain", name: "Plain", ...declared }),
  });
}

/** Walks a consent of the given user; what the last page says, and the token. */
async function connected(running: World, user = "user-1") {
  const api = await apiOf(running).signIn(user);
  const jar = createJar();
  const started = await api.initiate(ids.userConnector);
  const url = await depart(jar, started.body.redirect_url);
  const answer = await fetch(url, { redirect: "manual" });
  const page = await jar.get(answer.headers.get("location") ?? "");
  return { page, api, token: await api.token(ids.userConnector) };
}

describe.each(engines)("on %s, a provider without UserInfo", (engine) => {
  let plain: AuthorizationServer;
  let world: World | undefined;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    plain = await startPlain(clock);
  });
  afterEach(async () => {
    await world?.close();
    await plain.close();
  });

  async function start(options: Partial<AuthorizationServerOptions>, declared: object = {}) {
    plain.options = { ...plain.options, ...options };
    world = await startWorldWith(engine, { plain, clock, declared });
    return world;
  }

  test("is connected by the subject of its ID token, and a nonce is sent and checked", async () => {
    const running = await start({ ...openId, wants: ["nonce"] });
    const first = await connected(running);
    expect(first.page.text).toContain("<h1>Connected</h1>");
    expect(first.token.body.account).toMatchObject({ id: "subject-1", email: "ada@plain.example" });
    const [one] = plain.asked;
    expect(one?.get("scope")).toBe("openid email");
    await first.api.disconnect(ids.userConnector);
    await connected(running);
    expect(plain.asked[1]?.get("nonce")).toMatch(/^[\w-]{43}$/);
    expect(plain.asked[1]?.get("nonce")).not.toBe(one?.get("nonce"));
  });

  test("stays as it is known to a server that was restored from a backup: that starts, and asks nobody", async () => {
    const running = await start(openId);
    const times = { backup_made_at: clock.nowSeconds(), restored_at: clock.nowSeconds() };
    const { db } = running.app.context.store;
    await db
      .insertInto("restores")
      .values({ restore_id: "rst_1", ...times })
      .execute();
    const before = (await providersOf(running).list()).body.data;
    const { app } = await running.another({ declare: () => {} });
    expect(app.context.asking.isAllowed).toBe(false);
    expect((await providersOf(running).list()).body.data).toEqual(before);
  });

  test("keeps a reconnected account apart from another one by that subject", async () => {
    const running = await start(openId);
    await connected(running);
    plain.options = { ...plain.options, idToken: { sub: "subject-2" } };
    const other = await connected(running);
    expect(other.page.text).toContain("Another account was chosen");
    expect(other.token.body.account.id).toBe("subject-1");
    plain.options = { ...plain.options, idToken: {} };
    const same = await connected(running);
    expect(same.token.body).toMatchObject({ account: { id: "subject-1" }, version: 2 });
  });

  test("that leaves the nonce out can be told so in its entry", async () => {
    const running = await start({ ...openId, idToken: { nonce: undefined } });
    const own = providersOf(running);
    const [{ entry }] = (await own.list()).body.data;
    const authorization = { ...entry.authorization, nonce: false };
    const changed = await own.put("plain", { ...entry, authorization }, secrets.clientSecret);
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const { token } = await connected(running);
    expect(token.body.account.id).toBe("subject-1");
    expect(plain.asked[0]?.has("nonce")).toBe(false);
  });

  test.each<[string, boolean, Record<string, unknown>]>([
    ["sent before and not any more", true, {}],
    ["not sent before", false, { nonce: undefined }],
  ])("a nonce that is %s is asked for as it was sent", async (_name, before, idToken) => {
    const running = await start({ ...openId, idToken });
    const own = providersOf(running);
    const [{ entry }] = (await own.list()).body.data;
    const use = async (nonce: boolean) => {
      const authorization = { ...entry.authorization, nonce };
      const changed = await own.put("plain", { ...entry, authorization }, secrets.clientSecret);
      expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    };
    const walk = async () => {
      await use(before);
      const api = await apiOf(running).signIn("user-1");
      const jar = createJar();
      const { redirect_url } = (await api.initiate(ids.userConnector)).body;
      const url = await depart(jar, redirect_url);
      await use(!before);
      // Whoever comes again leaves by the same way.
      expect(await depart(jar, redirect_url)).toBe(url);
      const answer = await fetch(url, { redirect: "manual" });
      const page = await jar.get(answer.headers.get("location") ?? "");
      return [page.status, (await api.token(ids.userConnector)).body.account?.id];
    };
    expect(await walk()).toEqual([200, "subject-1"]);
    // And where it was sent, another one is refused whatever the entry says by then.
    if (!before) return;
    plain.options = { ...plain.options, idToken: { nonce: "somebody else's", sub: "subject-2" } };
    expect((await walk())[0]).toBe(400);
  });

  test("is connected by introspection where it knows no openid", async () => {
    const introspection_endpoint = `${plain.origin}/introspect`;
    const running = await start({
      metadata: { introspection_endpoint, scopes_supported: ["rooms.read"] },
      introspection: { sub: "introspected-1", username: "ada" },
    });
    const { token } = await connected(running);
    expect(token.body.account).toMatchObject({ id: "introspected-1" });
    expect(plain.asked[0]?.has("scope")).toBe(false);
    expect(plain.asked[0]?.has("nonce")).toBe(false);
  });

  test("whose introspection names nobody connects nobody", async () => {
    const introspection_endpoint = `${plain.origin}/introspect`;
    const running = await start({ metadata: { introspection_endpoint }, introspection: {} });
    const { page, token } = await connected(running);
    expect([page.status, token.body.reason]).toEqual([400, "not_connected"]);
  });

  test("is connected by a declared place of the token answer", async () => {
    const running = await start(
      { answer: { user: { id: 4711, mail: "ada@plain.example" } } },
      { account: { from: "token_answer", id: ["user.id"], email: ["user.mail"] } },
    );
    const { token } = await connected(running);
    expect(token.body.account).toMatchObject({ id: "4711", email: "ada@plain.example" });
  });

  test.each(["client_secret_basic", "client_secret_post", "none"] as const)(
    "with a client that authenticates by %s alone connects and refreshes",
    async (method) => {
      const running = await start({ ...openId, method }, { token_endpoint_auth_method: method });
      const { access_token } = (await connected(running)).token.body;
      clock.advance(3_600_000);
      const later = await apiOf(running).signIn("user-1");
      const again = await later.token(ids.userConnector);
      expect(again.body.access_token).toMatch(/^access-/);
      expect(again.body.access_token).not.toBe(access_token);
    },
  );

  test("is sent the fixed parameters of the declaration", async () => {
    const authorization_parameters = { audience: "https://api.plain.example", prompt: "login" };
    const wants = ["audience"];
    const running = await start({ ...openId, wants }, { authorization_parameters });
    await connected(running);
    expect(Object.fromEntries(plain.asked[0] ?? [])).toMatchObject(authorization_parameters);
  });
});

describe.each(engines)("on %s, a provider without UserInfo whose ID token is wrong", (engine) => {
  let plain: AuthorizationServer;
  let told: AuthorizationServerOptions;
  let world: World;

  beforeAll(async () => {
    const clock = createFakeClock();
    plain = await startPlain(clock);
    plain.options = { ...plain.options, ...openId };
    told = plain.options;
    world = await startWorldWith(engine, { plain, clock, declared: {} });
  });
  beforeEach(() => {
    plain.options = told;
  });
  afterAll(async () => {
    await world?.close();
    await plain?.close();
  });

  test.each<[string, Record<string, unknown>]>([
    ["another nonce", { nonce: "somebody else's" }],
    ["no nonce", { nonce: undefined }],
    ["another issuer", { iss: "https://evil.example" }],
    ["another client", { aud: "another-client" }],
    ["several clients and no azp", { aud: [clientId, "another-client"] }],
    ["a time that is over", { exp: 1 }],
    ["no subject", { sub: undefined }],
  ])("is not connected by an ID token with %s", async (_name, idToken) => {
    plain.options = { ...plain.options, idToken };
    const { page, token } = await connected(world);
    expect(page.status).toBe(400);
    expect(token.body.reason).toBe("not_connected");
  });

  test("without an ID token says so", async () => {
    plain.options = { ...plain.options, idToken: null };
    const { page } = await connected(world);
    expect(page.text).toContain("The provider sent no ID token that can be used");
  });

  test("all the same connects by a right one", async () => {
    const { token } = await connected(world);
    expect(token.body.account.id).toBe("subject-1");
  });
});

describe.each(engines)("on %s, a declaration by issuer", (engine) => {
  let plain: AuthorizationServer;
  let told: AuthorizationServerOptions;
  let world: World;

  beforeAll(async () => {
    const method = "client_secret_basic";
    plain = await startAuthorizationServer({ clientId, clientSecret: "s", method });
    world = await startWorld({ engine, allowedPrivateOrigins: [plain.origin] });
    told = plain.options;
  });
  beforeEach(() => {
    plain.options = told;
  });
  afterEach(async () => {
    await world.app.context.store.db.deleteFrom("providers").execute();
  });
  afterAll(async () => {
    await world?.close();
    await plain?.close();
  });

  const put = async (more: object) =>
    await providersOf(world).put("plain", { issuer: plain.origin, name: "Plain", ...more });

  test.each([
    "state",
    "State",
    "nonce",
    "client_id",
    "redirect_uri",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "response_type",
    "response_mode",
    "request",
    "request_uri",
  ])("may not fix %s", async (name) => {
    plain.options = { ...plain.options, ...openId };
    const { status, body } = await put({ authorization_parameters: { [name]: "x" } });
    expect([status, body.code]).toEqual([400, "provider_invalid"]);
    expect(body.detail).toContain(`authorization_parameters.${name}: `);
  });

  test("may not fix a parameter in the query of the authorization endpoint, nor one of the token request", async () => {
    plain.options = { ...plain.options, ...openId };
    const { entry } = (await put({})).body;
    const { metadata } = entry;
    const authorization_endpoint = `${plain.origin}/authorize?code_challenge=x`;
    const queried = await put({
      issuer: undefined,
      ...entry,
      metadata: { ...metadata, authorization_endpoint },
    });
    expect(queried.body.detail).toContain("metadata.authorization_endpoint: code_challenge cannot");
    const { authorization } = entry;
    const optional_scopes = { parameter: "state", setting: "x" };
    const named = await put({
      ...entry,
      issuer: undefined,
      authorization: { ...authorization, optional_scopes },
    });
    expect(named.body.detail).toContain("authorization.optional_scopes.parameter: state cannot");
    const token_request = { parameters: { code_verifier: "x" } };
    const verified = await put({ issuer: undefined, ...entry, token_request });
    expect(verified.body.detail).toContain("token_request.parameters.code_verifier: ");
  });

  test.each<[string, object, object, string]>([
    ["says nowhere whose account it is", {}, {}, '"account": {"from": "token_answer"'],
    ["has no place of the id", {}, { account: { from: "token_answer" } }, "account.id must say"],
    [
      "has no introspection",
      {},
      { account: { from: "introspection" } },
      "no introspection_endpoint",
    ],
    ["has no UserInfo", {}, { account: { from: "userinfo" } }, "no userinfo_endpoint"],
    [
      "names an unknown method",
      {},
      { token_endpoint_auth_method: "tls_client_auth" },
      "token_endpoint_auth_method: ",
    ],
    [
      "has a place that is none",
      {},
      { account: { from: "token_answer", id: ["a..b"] } },
      "account.id[0]: ",
    ],
  ])("that %s is refused with words", async (_name, metadata, declared, text) => {
    plain.options = { ...plain.options, metadata: { ...metadata } };
    const { status, body } = await put(declared);
    expect([status, body.code]).toEqual([400, "provider_invalid"]);
    expect(body.detail).toContain(text);
  });

  test("of an address that is not allowed names the setting that allows it", async () => {
    const own = providersOf(world);
    for (const issuer of ["http://127.0.0.1:9", "https://10.0.0.7", "https://localhost"]) {
      const { body } = await own.put("plain", { issuer, name: "Plain" });
      expect(body.detail).toContain("issuer: must ");
      expect(body.detail).toContain("GRANTRY_ALLOWED_PRIVATE_ORIGINS");
    }
  });

  test("can be read, changed and put back as an entry", async () => {
    plain.options = { ...plain.options, ...openId };
    await put({});
    const own = providersOf(world);
    const [{ entry }] = (await own.list()).body.data;
    const api = { ...entry.api, hosts: [plain.origin, `${plain.origin}/v2`] };
    const put2 = await own.put("plain", { ...entry, name: "Plainer", api });
    expect(put2.body).toMatchObject({ name: "Plainer", entry: { api } });
    expect((await own.list()).body.data[0].entry).toEqual({ ...entry, name: "Plainer", api });
  });
});
