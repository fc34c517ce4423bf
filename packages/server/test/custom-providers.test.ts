/** Providers that a workspace brings along: by issuer, by file, by the operator's API. */

import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer as SiteAnswer } from "@grantry/sandbox/faults";
import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar, depart } from "@grantry/testing/browser";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { connectorOf, entryAt, providersOf, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import {
  allowedTo,
  ids,
  readTestSecret,
  secrets,
  startWorld,
  type World,
} from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { readBootstrapFile } from "../src/bootstrap-file.ts";
import { createLog } from "../src/lib/log.ts";
import { bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";
import { parseBootstrap } from "../src/service/bootstrap/parse-bootstrap.ts";

const hourMs = 3_600_000;

const setting = {
  name: "region",
  display_name: "Region",
  description: "Where it stands.",
  placeholder: "eu",
  required: true,
  validation_pattern: "^[a-z0-9./@-]+$",
  validation_error: "Give a region.",
  allowed_host_suffixes: [".house.example"],
};

async function typesOf(api: Api, key: string = secrets.workspaceKey): Promise<string[]> {
  const { body } = await api.operator("external-auth/available-integrations", {
    headers: { api_key: key },
  });
  return body.integrations.map((one: { integration_type: string }) => one.integration_type);
}

function expectRefusal({ status, body }: Answer, expected: [number, string], text: string) {
  expect([status, body.code], body.detail).toEqual(expected);
  expect(body.detail).toContain(text);
}

describe.each(engines)("on %s, a provider known by its issuer alone", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock,
      declare: (bootstrap, { origin }) => {
        const scopes = ["email", "profile", "calendar.read"];
        const api_hosts = [`${origin}/api`];
        const declared = { issuer: origin, id: "house", name: "House", scopes, api_hosts };
        useProvider(bootstrap, "housecalendar", { ...declared, integration_type: "housecalendar" });
      },
    });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  test("connects, refreshes and disconnects, for users and for the app", async () => {
    const user = await api.signIn("user-1");
    const page = await consent(
      createJar(),
      (await user.initiate(ids.userConnector)).body.redirect_url,
    );
    expect(page.status).toBe(200);
    const first = await user.token(ids.userConnector);
    expect(first.body).toMatchObject({
      integration_type: "housecalendar",
      version: 1,
      granted_scopes: expect.arrayContaining(["openid", "offline_access", "calendar.read"]),
      account: { id: "sandbox-ada", email: "ada@sandbox.example", name: "Ada Example" },
    });
    clock.advance(hourMs);
    const later = await api.signIn("user-1");
    const second = await later.token(ids.userConnector);
    expect(second.body).toMatchObject({ version: 2 });
    expect(second.body.access_token).not.toBe(first.body.access_token);
    expect(await world.sandbox.ledger.isLive(second.body.access_token)).toBe(true);
    const { body: listed } = await later.own("GET", "connections");
    expect(listed.data).toEqual([
      expect.objectContaining({ status: "active", missing_scopes: [] }),
    ]);
    const ended = await later.disconnect(ids.userConnector);
    expect(ended.body).toMatchObject({ status: "disconnected", revocation: "revoked" });
    expect(world.sandbox.ledger.liveGrants()).toBe(0);

    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "housecalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url, { account: "sandbox-bo" });
    const token = await api.backend("external-auth/tokens/housecalendar");
    expect(token.body.account.id).toBe("sandbox-bo");
    expect(await typesOf(api)).toContain("housecalendar");
  });

  test("was asked for consent and PKCE, and its answer must name the issuer (SEC-3, SEC-12)", async () => {
    const user = await api.signIn("user-1");
    const jar = createJar();
    const url = new URL(
      await depart(jar, (await user.initiate(ids.userConnector)).body.redirect_url),
    );
    expect(url.origin + url.pathname).toBe(`${world.sandbox.origin}/auth`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: "consent",
      code_challenge_method: "S256",
      scope: "email profile calendar.read openid offline_access",
    });
    const state = url.searchParams.get("state");
    const callback = `${world.url}/api/external-auth/callback/${ids.oauthClient}`;
    await jar.get(`${callback}?code=x&state=${state}&iss=https%3A%2F%2Fevil.example`);
    expect(await connectionOf(user, ids.userConnector)).toBe(null);
    expect(world.sandbox.ledger.count("token")).toBe(0);
  });

  test("is not another workspace's of the same name (SEC-11)", async () => {
    const foreign = providersOf(world, ids.foreignWorkspace, secrets.foreignWorkspaceKey);
    const connectors = [connectorOf("housecalendar")];
    const theirs = await foreign.put("house", entryAt("https://evil.example", { connectors }));
    expect(theirs.status).toBe(200);
    const user = await api.signIn("user-1");
    const started = await user.initiate(ids.userConnector);
    const url = new URL(await depart(createJar(), started.body.redirect_url));
    expect(url.origin).toBe(world.sandbox.origin);
    const { body } = await user.own("GET", "connectors");
    expect(body.data).toHaveLength(1);
  });

  test("cannot lose what a connector uses", async () => {
    const own = providersOf(world);
    const before = await stateOf(world);
    expectRefusal(
      await own.remove("house"),
      [409, "provider_in_use"],
      'A connector of the type "housecalendar" uses this provider.',
    );
    const other = { issuer: world.sandbox.origin, name: "House", integration_type: "houserooms" };
    expectRefusal(await own.put("house", other), [409, "provider_in_use"], "no longer names");
    expect(await stateOf(world)).toEqual(before);
  });

  test("that a newer version can no longer read stops its connector, and nothing else", async () => {
    const user = await api.signIn("user-1");
    const { db } = world.app.context.store;
    const entry = JSON.stringify({ id: "house", name: "House", connectors: [], gone: true });
    await db.updateTable("providers").set({ entry }).execute();
    const refused = await user.initiate(ids.userConnector);
    expect([refused.status, refused.body.reason]).toEqual([409, "connector_misconfigured"]);
    expect((await user.own("GET", "connections")).status).toBe(200);
    expect(await typesOf(api)).not.toContain("housecalendar");
    const { data: providers } = (await providersOf(world).list()).body;
    expect(providers).toMatchObject([{ id: "house", types: [] }]);
  });

  test("that an earlier version stored is read after a start, with what is taken no more", async () => {
    const { origin } = world.sandbox;
    const store = async (entry: object) => {
      const { db } = world.app.context.store;
      await db
        .updateTable("providers")
        .set({ entry: JSON.stringify(entry) })
        .execute();
    };
    const now = entryAt(origin, { connectors: [connectorOf("housecalendar")] });
    const before = { api: { hosts: ["https://*.house.example"], rate_limit: "" }, quirks: [] };
    await store({ ...now, ...before });
    const later = { ...world, ...(await world.another()) };
    const started = await (await apiOf(later).signIn("user-1")).initiate(ids.userConnector);
    const page = started.body.redirect_url.replace(world.url, later.url);
    const url = new URL(await depart(createJar(), page));
    expect(url.origin + url.pathname).toBe(`${origin}/authorize`);
    expect(await typesOf(apiOf(later))).toContain("housecalendar");
    const own = providersOf(later);
    expect((await own.list()).body.data).toMatchObject([{ id: "house", types: ["housecalendar"] }]);
    // Nothing goes elsewhere without it, so no secret is asked for; and a file of before is still taken.
    await store({ ...now, quirks: [] });
    expect((await own.put("house", now)).status).toBe(200);
    expect((await own.put("house", { ...now, quirks: [] })).status).toBe(200);
    expect(JSON.stringify((await stateOf(world)).providers)).not.toContain("quirks");
    const odd = await own.put("house", { ...now, quirks: ["odd"] });
    expectRefusal(odd, [400, "provider_invalid"], "quirks: there is no such field");
  });

  test("stays as it was found out when the issuer is away at the next start", async () => {
    const before = (await stateOf(world)).providers;
    const { origin } = world.sandbox;
    await world.sandbox.close();
    const start = async (changes: object) => {
      const declared = { issuer: origin, id: "house", name: "House", ...changes };
      const integration_type = "housecalendar";
      const providers = [{ ...declared, integration_type }];
      const workspaces = [{ id: ids.workspace, name: "Test workspace", providers }];
      const app = await createApp({
        config: {
          databaseUrl: world.databaseUrl,
          databasePoolSize: 2,
          publicUrl: world.url,
          allowedPrivateOrigins: allowedTo([ids.workspace, ids.foreignWorkspace], [origin]),
        },
        encryptionKeys: world.encryptionKeys,
        log: createLog("silent"),
        bootstrap: { declared: bootstrapSchema.parse({ workspaces }), readSecret: readTestSecret },
      });
      await app.close();
    };
    await start({});
    expect((await stateOf(world)).providers).toEqual(before);
    const moved = createServer((_, response) => response.writeHead(302, { location: "/" }).end());
    await once(moved.listen(Number(new URL(origin).port), "127.0.0.1"), "listening");
    await start({});
    expect((await stateOf(world)).providers).toEqual(before);
    await expect(start({ id: "other" })).rejects.toThrow("redirected to another address");
    moved.closeAllConnections();
    await once(moved.close(), "close");
    await expect(start({ id: "other" })).rejects.toThrow(
      "workspaces[0].providers[0].issuer: cannot be asked at the moment.",
    );
    expect((await stateOf(world)).providers).toEqual(before);
  });
});

describe.each(engines)("on %s, the operator's API", (engine) => {
  let world: World;
  let api: Api;
  let own: ReturnType<typeof providersOf>;

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = apiOf(world);
    own = providersOf(world);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.app.context.store.db.deleteFrom("providers").execute();
  });

  test("keeps, changes, shows and deletes an entry", async () => {
    const { id: _, ...entry } = entryAt("https://house.example");
    const made = await own.put("house", entry);
    expect(made.body).toEqual({
      id: "house",
      name: "House",
      types: ["houserooms"],
      entry: { ...entry, id: "house" },
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const changed = await own.put("house", entryAt("https://other.example", { name: "Hut" }));
    expect(changed.body).toMatchObject({ name: "Hut", created_at: made.body.created_at });
    expect((await own.list()).body).toEqual({ data: [changed.body], next_cursor: null });
    expect(await typesOf(api)).toContain("houserooms");
    const deleted = await own.remove("house");
    expect(deleted.body).toEqual({ id: "house", deleted: true });
    expect((await own.list()).body).toEqual({ data: [], next_cursor: null });
    expect(await typesOf(api)).not.toContain("houserooms");
    expectRefusal(await own.remove("house"), [404, "provider_not_found"], "no such");
  });

  test("finds an entry out from an issuer and shows it", async () => {
    const { origin } = world.sandbox;
    const { body } = await own.put("house", { issuer: origin, name: "House" });
    expect(body).toMatchObject({ id: "house", types: ["house"] });
    expect(body.entry).toMatchObject({
      id: "house",
      metadata: {
        issuer: origin,
        authorization_endpoint: `${origin}/auth`,
        token_endpoint: `${origin}/token`,
        revocation_endpoint: `${origin}/token/revocation`,
        userinfo_endpoint: `${origin}/me`,
        authorization_response_iss_parameter_supported: true,
        code_challenge_methods_supported: ["S256"],
        token_endpoint_auth_methods_supported: ["client_secret_basic"],
      },
      authorization: { pkce: "S256", parameters: { prompt: "consent" } },
      refresh: { rotation: "may_rotate", inconclusive: "hold" },
      account: { request: { url: `${origin}/me` }, id: ["sub"], email: ["email"], name: ["name"] },
      revocation: { endpoint: `${origin}/token/revocation`, authentication: "client" },
      api: { hosts: [origin] },
    });
    expect(body.entry.connectors).toEqual([
      expect.objectContaining({
        integration_type: "house",
        display_name: "House",
        scopes: {
          default: ["openid", "email", "profile"],
          always: ["openid", "offline_access"],
          unreported: ["offline_access"],
        },
      }),
    ]);
  });

  test("shows and gives nothing to another workspace, which may use the same names (SEC-11, SEC-70)", async () => {
    const foreign = providersOf(world, ids.foreignWorkspace, secrets.foreignWorkspaceKey);
    await own.put("house", entryAt("https://house.example"));
    expect((await foreign.list()).body).toEqual({ data: [], next_cursor: null });
    const there = apiOf(world, ids.foreignApp, secrets.foreignServiceToken);
    expect(await typesOf(there, secrets.foreignWorkspaceKey)).not.toContain("houserooms");
    expectRefusal(await foreign.remove("house"), [404, "provider_not_found"], "no such");
    const theirs = await foreign.put("house", entryAt("https://evil.example"));
    expect(theirs.status).toBe(200);
    const [mine] = (await own.list()).body.data;
    expect(mine.entry.metadata.token_endpoint).toBe("https://house.example/token");
  });

  test("refuses names of the workspace's other providers, also by a discovered one", async () => {
    await own.put("house", entryAt("https://house.example"));
    const before = await stateOf(world);
    expectRefusal(
      await own.put("hut", entryAt("https://hut.example", { id: "hut" })),
      [400, "provider_invalid"],
      'connectors[0].integration_type: "houserooms" belongs to the custom provider "house".',
    );
    const byIssuer = { issuer: world.sandbox.origin, name: "Hut", integration_type: "houserooms" };
    expectRefusal(
      await own.put("hut", byIssuer),
      [400, "provider_invalid"],
      'integration_type: "houserooms" belongs to the custom provider "house".',
    );
    expect(await stateOf(world)).toEqual(before);
  });

  test("enters one of those that race for the same integration type", async () => {
    const names = ["hut", "home", "hall", "hive", "hovel"];
    // Again and again: the first rounds only open the database's connections.
    for (let round = 0; round < 8; round += 1) {
      const answers = await Promise.all(
        names.map((id) => own.put(id, entryAt("https://house.example", { id }))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
      const { data: providers } = (await own.list()).body;
      expect(providers).toHaveLength(1);
      await own.remove(providers[0].id);
    }
  });

  const at = (origin: string) => entryAt("https://house.example", { api: { hosts: [origin] } });
  const withSetting = (changes: object) =>
    entryAt("https://{region}.house.example", { settings: [{ ...setting, ...changes }] });
  const private_ = "api.hosts[0]: must not be a private address, or its origin must be allowed";
  test.each<[string, unknown, string]>([
    ["an unknown field", entryAt("https://h.example", { tokens: 1 }), "tokens: there is no such"],
    [
      "an unknown field deep inside",
      entryAt("https://h.example", { account: { id: ["a"], ids: ["b"] } }),
      "account.ids: there is no such field.",
    ],
    ["a missing section", entryAt("https://h.example", { refresh: undefined }), "refresh: "],
    [
      "a field of the wrong kind",
      entryAt("https://h.example", { connectors: [connectorOf("x", { scopes: "read" })] }),
      "connectors[0].scopes: ",
    ],
    ["no connector", entryAt("https://h.example", { connectors: [] }), "connectors: "],
    [
      "PKCE left out without a reason",
      entryAt("https://h.example", { authorization: { pkce: false } }),
      "authorization.pkce: ",
    ],
    [
      "a field that there is not",
      entryAt("https://h.example", { oddity: 1 }),
      "oddity: there is no such",
    ],
    [
      "another id than the address",
      entryAt("https://h.example", { id: "x" }),
      "id: must be the one",
    ],
    [
      "an integration type of the catalogue",
      entryAt("https://h.example", { connectors: [connectorOf("gmail")] }),
      'connectors[0].integration_type: "gmail" is built in',
    ],
    [
      "an integration type twice",
      entryAt("https://h.example", { connectors: [connectorOf("a"), connectorOf("a")] }),
      "integration type a stands twice",
    ],
    [
      "an endpoint on http",
      entryAt("http://house.example"),
      "metadata.token_endpoint: must be https, or its origin must be allowed",
    ],
    [
      "an account call on http",
      entryAt("https://h.example", {
        account: { request: { url: "http://h.example/me" }, id: ["a"] },
      }),
      "account.request.url: must be https, or its origin must be allowed",
    ],
    [
      "an endpoint on http in an override",
      entryAt("https://h.example", {
        connectors: [connectorOf("a", { overrides: { api: { hosts: ["http://h.example"] } } })],
      }),
      "connectors[0].overrides.api.hosts[0]: must be https, or its origin must be allowed",
    ],
    ...[
      ["http://h.example/me", "must be https, or its origin must be allowed"],
      ["https://10.0.0.1/me", "must not be a private address"],
      ["https://u:p@h.example/me", "must not hold user information"],
      ["https://h.example/{nobody}", "nothing fills {nobody}"],
      ["https://h.example/me?{client_id}=1", "must not have a placeholder in the name"],
    ].map(([url, problem]): [string, object, string] => [
      `a first call to ${url}`,
      entryAt("https://h.example", {
        connectors: [connectorOf("a", { first_call: { url, proves: "The token lives." } })],
      }),
      `connectors[0].first_call.url: ${problem}`,
    ]),
    ["loopback", at("https://127.0.0.1"), private_],
    ["loopback by name", at("https://localhost:8443"), private_],
    ["loopback in hexadecimal", at("https://0x7f.1"), private_],
    ["loopback as a number", at("https://2130706433"), private_],
    ["loopback of IPv6", at("https://[::1]"), private_],
    ["a mapped private address", at("https://[::ffff:10.0.0.1]"), private_],
    ["a private address", at("https://10.1.2.3/api"), private_],
    ["a private address with a port to choose", at("https://10.1.2.3:{region}"), private_],
    ["the address of instance metadata", at("https://169.254.169.254"), private_],
    ["user information", at("https://user:pass@h.example"), "must not hold user information."],
    [
      "a backslash before the host",
      at("https://h.example\\@evil.example"),
      "must not hold user information.",
    ],
    ["a fragment", at("https://h.example/#x"), "must not hold a fragment."],
    [
      "a placeholder that nothing fills",
      at("https://h.example/{nobody}"),
      "api.hosts[0]: nothing fills {nobody}.",
    ],
    [
      "a value that ends a host without saying which",
      entryAt("https://{region}", { settings: [{ ...setting, allowed_host_suffixes: undefined }] }),
      "region: allowed_host_suffixes is needed",
    ],
    [
      "a pattern that is none",
      withSetting({ validation_pattern: "^[$" }),
      "settings[0].validation_pattern: is no regular expression.",
    ],
    [
      "a pattern that takes for ever",
      withSetting({ validation_pattern: "^(?:a+)+$" }),
      "settings[0].validation_pattern: repeats a group",
    ],
    [
      "a response type",
      entryAt("https://h.example", {
        authorization: { pkce: "S256", parameters: { response_type: "token" } },
      }),
      "authorization.parameters.response_type: cannot be chosen",
    ],
    [
      "the password grant",
      entryAt("https://h.example", {
        refresh: {
          mode: "refresh_token",
          rotation: "stable",
          inconclusive: "retry",
          grant_type: "password",
        },
      }),
      "refresh.grant_type: must not be password.",
    ],
    [
      "a base that is many hosts",
      entryAt("https://h.example", { api: { hosts: ["https://*.h.example"] } }),
      "api.hosts[0]: must be one host: it is the base",
    ],
    [
      "limits that say nothing",
      entryAt("https://h.example", { api: { hosts: ["https://h.example"], rate_limit: "" } }),
      "api.rate_limit: must say something",
    ],
    [
      "a parameter whose name a value makes",
      entryAt("https://h.example", {
        metadata: {
          ...entryAt("https://h.example").metadata,
          authorization_endpoint: "https://h.example/a?x=1&{client_id}=1",
        },
      }),
      "metadata.authorization_endpoint: must not have a placeholder in the name of a parameter",
    ],
    [
      "the same, in part and elsewhere",
      entryAt("https://h.example", {
        metadata: {
          ...entryAt("https://h.example").metadata,
          token_endpoint: "https://h.example/t?a{+client_id}",
        },
      }),
      "metadata.token_endpoint: must not have a placeholder in the name of a parameter",
    ],
    [
      "a kept secret",
      entryAt("https://h.example", {
        kept_values: [
          { name: "t", from: "token_answer", path: "id_token", validation_pattern: "^.*$" },
        ],
      }),
      "kept_values[0].path: names a secret",
    ],
    ...Object.entries({
      "token_answer.refresh.scope[0]": { token_answer: { refresh: { scope: ["access_token"] } } },
      "token_answer.code.scope[1]": { token_answer: { code: { scope: ["scope", "id_token"] } } },
      "token_answer.refresh.access_token[0]": {
        token_answer: { refresh: { access_token: ["data.refresh"] } },
      },
      "token_answer.error[0]": { token_answer: { error: ["access_token"] } },
      "token_answer.error_subtype[0]": { token_answer: { error_subtype: ["client_secret"] } },
      "account.id[0]": { account: { id: ["refresh_token"] } },
      "account.former_ids[0][0]": { account: { id: ["id"], former_ids: [["authed.token"]] } },
      "account.name[0]": { account: { id: ["id"], name: ["access_token"] } },
      "account.email[0]": { account: { id: ["id"], email: ["password"] } },
      "account.email[1]": { account: { id: ["id"], email: ["mail", "headers.Authorization"] } },
      "account.name[1]": { account: { id: ["id"], name: ["name", "data.apiKey"] } },
      "account.name[2]": { account: { id: ["id"], name: ["a", "b", "private_key"] } },
      "account.id[1]": { account: { id: ["id", "data.accessToken"] } },
      "account.id[2]": { account: { id: ["id", "org", "tokens[0]"] } },
      "token_answer.code.access_token[1]": {
        token_answer: { code: { access_token: ["access_token", "data.refreshToken"] } },
      },
      "kept_values[0].path": {
        kept_values: [{ name: "c", from: "callback", path: "code", validation_pattern: "^.*$" }],
      },
      "connectors[0].overrides.token_answer.code.scope[0]": {
        connectors: [
          connectorOf("a", { overrides: { token_answer: { code: { scope: ["access_token"] } } } }),
        ],
      },
    }).map(([at, changes]): [string, object, string] => [
      `a secret that would be stored, shown or logged in clear by ${at}`,
      entryAt("https://h.example", changes),
      `${at}: names a secret`,
    ]),
    [
      "a scope that is several",
      entryAt("https://h.example", {
        connectors: [connectorOf("a", { scopes: { default: ["a b"] } })],
      }),
      'connectors: Not a scope: "a b".',
    ],
    [
      "an issuer and an entry at once",
      { issuer: "https://h.example", ...entryAt("https://h.example") },
      "metadata: there is no such field.",
    ],
    [
      "an issuer with a query",
      { issuer: "https://h.example?x", name: "H" },
      "issuer: must be a URL without query",
    ],
    [
      "an issuer on http",
      { issuer: "http://h.example", name: "H" },
      "issuer: must be https, or its origin must be allowed",
    ],
    [
      "a private issuer",
      { issuer: "https://192.168.1.1", name: "H" },
      "issuer: must not be a private address, or its origin must be allowed",
    ],
    ["an issuer whose name is missing", { issuer: "https://h.example" }, "name: "],
  ])("refuses %s, names the field, and stores nothing", async (_what, body, text) => {
    const before = await stateOf(world);
    expectRefusal(await own.put("house", body), [400, "provider_invalid"], text);
    expect(await stateOf(world)).toEqual(before);
  });

  test("takes paths that lead beside a secret, or by a name that only holds such a word", async () => {
    const entry = entryAt("https://h.example", {
      token_answer: {
        error: ["token_error", "error"],
        code: {
          access_token: ["token.access", "refreshable.access_token"],
          refresh_token: ["token.refresh"],
          scope: ["token.scope"],
        },
      },
      account: {
        request: { url: "https://h.example/me" },
        id: ["token.user_id", "tokens_owner_id", "passwordless_user_id"],
        name: ["secretary.name"],
      },
    });
    const { status, body } = await own.put("house", entry);
    expect([status, body.detail]).toEqual([200, undefined]);
  });

  test("refuses an id of the catalogue, and one that is none", async () => {
    const entry = entryAt("https://house.example", { id: undefined });
    const expected: [number, string] = [400, "provider_invalid"];
    expectRefusal(await own.put("github", entry), expected, 'id: "github" is built in');
    expectRefusal(await own.put("A b", entry), expected, "id: ");
    const long = "x".repeat(65);
    expectRefusal(await own.put(long, entry), expected, "id: ");
    const types = [connectorOf(long)];
    const longType = { ...entry, connectors: types };
    expectRefusal(await own.put("house", longType), expected, "must not be longer than 64");
    expect((await stateOf(world)).providers).toEqual([]);
  });
});

describe("discovery", () => {
  let site: ScriptedServer;
  let world: World;
  let own: ReturnType<typeof providersOf>;
  const oidc = "/.well-known/openid-configuration";
  const oauth = "/.well-known/oauth-authorization-server";

  beforeAll(async () => {
    site = await startScriptedServer();
    world = await startWorld({ allowedPrivateOrigins: [site.origin] });
    own = providersOf(world);
  });
  beforeEach(() => {
    site.reset();
  });
  afterAll(async () => {
    await world.close();
    await site.close();
  });

  const asked = () => site.requests.map(({ url }) => url);
  const metadata = (changes: object = {}) => ({
    issuer: site.origin,
    authorization_endpoint: "https://id.example/authorize",
    token_endpoint: "https://id.example/token",
    userinfo_endpoint: "https://id.example/me",
    ...changes,
  });
  const put = (issuer = site.origin) => own.put("house", { issuer, name: "House" });

  test("fills in what RFC 8414 means where nothing is said, and no revocation", async () => {
    site.on(oidc, { body: metadata() });
    const { entry } = (await put()).body;
    expect(entry.metadata.token_endpoint_auth_methods_supported).toEqual(["client_secret_basic"]);
    expect(entry.metadata.authorization_response_iss_parameter_supported).toBeUndefined();
    expect(entry.authorization).toEqual({ pkce: "S256", parameters: {} });
    expect(entry.revocation).toBeUndefined();
    expect(entry.connectors[0].scopes.always).toEqual(["openid"]);
    expect(entry.api.hosts).toEqual(["https://id.example"]);
    await own.remove("house");
  });

  test("takes the first client authentication of ours, and says why PKCE is left out", async () => {
    site.on(oidc, {
      body: metadata({
        token_endpoint_auth_methods_supported: ["private_key_jwt", "none", "client_secret_post"],
        code_challenge_methods_supported: ["plain"],
        revocation_endpoint: "https://id.example/revoke",
        revocation_endpoint_auth_methods_supported: ["client_secret_basic"],
      }),
    });
    const { entry } = (await put()).body;
    expect(entry.metadata.token_endpoint_auth_methods_supported).toEqual(["client_secret_post"]);
    expect(entry.authorization.pkce.omitted_because).toMatch(/S256 is none of them/);
    expect(entry.revocation.authentication).toBe("client_basic");
    await own.remove("house");
  });

  test.each(["client_secret_basic", "client_secret_post", "none"])(
    "takes %s where it is chosen, whatever the metadata names first",
    async (token_endpoint_auth_method) => {
      const both = ["client_secret_basic", "client_secret_post", "none"];
      site.on(oidc, { body: metadata({ token_endpoint_auth_methods_supported: both }) });
      const declared = { issuer: site.origin, name: "House", token_endpoint_auth_method };
      const { entry } = (await own.put("house", declared)).body;
      expect(entry.metadata.token_endpoint_auth_methods_supported).toEqual([
        token_endpoint_auth_method,
      ]);
      await own.remove("house");
    },
  );

  test("an entry that is read can be changed and put back, as docs/custom-providers.md says", async () => {
    site.on(oidc, { body: metadata() });
    const { entry } = (await put()).body;
    const changed = await own.put("house", { ...entry, name: "Cottage" });
    expect([changed.status, changed.body.entry]).toEqual([200, { ...entry, name: "Cottage" }]);
    expect((await put()).body.entry.name).toBe("House");
    await own.remove("house");
  });

  test("a way to authenticate that the server does not have cannot be chosen", async () => {
    const declared = { issuer: site.origin, name: "House" };
    const chosen = { ...declared, token_endpoint_auth_method: "tls_client_auth" };
    const { status, body } = await own.put("house", chosen);
    expect([status, body.code]).toEqual([400, "provider_invalid"]);
    expect(body.detail).toContain("token_endpoint_auth_method");
  });

  test("an address that is not allowed names the setting that allows it", async () => {
    for (const issuer of ["http://127.0.0.1:9", "https://10.1.2.3"]) {
      const { status, body } = await put(issuer);
      expect([status, body.detail]).toEqual([
        400,
        expect.stringContaining("GRANTRY_ALLOWED_PRIVATE_ORIGINS"),
      ]);
    }
  });

  test("asks where RFC 8414 has it when the other address has none, path inserted", async () => {
    const issuer = `${site.origin}/tenant/one`;
    site.on(`${oauth}/tenant/one`, { body: metadata({ issuer }) });
    expect((await put(issuer)).body.entry.metadata.issuer).toBe(issuer);
    expect(asked()).toEqual([`/tenant/one${oidc}`, `${oauth}/tenant/one`]);
    await own.remove("house");
  });

  test("goes on when the first address answers a start page", async () => {
    site.on(oidc, { headers: { "content-type": "text/html" }, body: "<html>" });
    site.on(oauth, { body: metadata() });
    expect((await put()).status).toBe(200);
    await own.remove("house");
  });

  test.each([oidc, oauth])(
    "is not answering where only %s is away, and the other address has none",
    async (away) => {
      site.on(away, { status: 503, body: {} });
      const { status, body } = await put();
      expect([status, body.code]).toEqual([503, "provider_unavailable"]);
      expect(body.detail).toContain("answers 503 at the moment");
    },
  );

  const hostile = 'https://id.example/$(id);"><script>';
  test.each<[string, () => object, string]>([
    [
      "another issuer",
      () => ({ issuer: "https://evil.example" }),
      "issuer: the metadata there names another issuer",
    ],
    ["its issuer with a slash", () => ({ issuer: `${site.origin}/` }), "names another issuer"],
    ["no issuer", () => ({ issuer: undefined }), "issuer: publishes no metadata"],
    ["an issuer that is no text", () => ({ issuer: 7 }), "names another issuer"],
    [
      "an endpoint on http",
      () => ({ token_endpoint: "http://id.example/t" }),
      "metadata.token_endpoint: must be https, or its origin must be allowed",
    ],
    [
      "a private endpoint",
      () => ({ token_endpoint: "https://10.0.0.1/t" }),
      "metadata.token_endpoint: must not be a private address, or its origin must be allowed",
    ],
    [
      "a private account call",
      () => ({ userinfo_endpoint: "https://[fd00::1]/" }),
      "metadata.userinfo_endpoint: must not be",
    ],
    [
      "a placeholder",
      () => ({ token_endpoint: "https://{client_id}.example/" }),
      "wrong at token_endpoint",
    ],
    [
      "markup and a command",
      () => ({ authorization_endpoint: hostile }),
      "wrong at authorization_endpoint",
    ],
    [
      "a script",
      () => ({ authorization_endpoint: "javascript:alert(1)" }),
      "wrong at authorization_endpoint",
    ],
    ["a file", () => ({ token_endpoint: "file:///etc/passwd" }), "wrong at token_endpoint"],
    [
      "an endpoint that is a list",
      () => ({ token_endpoint: ["https://id.example"] }),
      "wrong at token_endpoint",
    ],
    [
      "no account call",
      () => ({ userinfo_endpoint: undefined }),
      "say where its token answer names the account",
    ],
    [
      "methods that are a text",
      () => ({ scopes_supported: "openid" }),
      "wrong at scopes_supported",
    ],
    [
      "no code",
      () => ({ response_types_supported: ["id_token"] }),
      "response_types_supported do not name code",
    ],
    [
      "no client authentication of ours",
      () => ({ token_endpoint_auth_methods_supported: ["tls_client_auth"] }),
      "name none of client_secret_basic",
    ],
  ])(
    "refuses metadata with %s, and stores nothing (SEC-13, SEC-35)",
    async (_what, wrong, text) => {
      site.on(oidc, { body: metadata(wrong()) });
      const before = await stateOf(world);
      const answer = await put();
      expectRefusal(answer, [400, "provider_invalid"], text);
      expect(answer.body.detail).not.toMatch(/evil|passwd|script|alert/);
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test.each<[string, SiteAnswer, string, number]>([
    ["nothing there", { status: 404, body: "" }, "provider_invalid", 400],
    ["rubbish", { body: "{" }, "provider_invalid", 400],
    ["a list", { body: [] }, "provider_invalid", 400],
    ["a fault", { status: 503, body: "" }, "provider_unavailable", 503],
    ["too many calls", { status: 429, body: "" }, "provider_unavailable", 503],
    ["two megabytes", { body: `"${"x".repeat(2_000_000)}"` }, "provider_invalid", 400],
  ])("answers %s with its own code, and stores nothing", async (_what, answer, reason, status) => {
    for (const path of [oidc, oauth]) site.on(path, answer);
    const before = await stateOf(world);
    expectRefusal(await put(), [status, reason], "");
    expect(await stateOf(world)).toEqual(before);
  });

  test.each([301, 302, 307, 308])("follows no redirect with %i (SEC-28)", async (status) => {
    const headers = { location: `${site.origin}/elsewhere` };
    site.on(oidc, { status, headers, body: "" });
    site.on("/elsewhere", { body: metadata() });
    expectRefusal(await put(), [400, "provider_invalid"], "redirected to another address");
    expect(asked()).toEqual([oidc, oauth]);
    expect((await stateOf(world)).providers).toEqual([]);
  });

  test("asks the other address where the first one redirects, or answers too much", async () => {
    const moved = { status: 302, headers: { location: `${site.origin}/elsewhere` }, body: "" };
    for (const answer of [moved, { body: `"${"x".repeat(2_000_000)}"` }]) {
      site.on(oidc, answer);
      site.on(oauth, { body: metadata() });
      expect((await put()).status).toBe(200);
      expect(asked()).toEqual([oidc, oauth]);
      await own.remove("house");
      site.reset();
    }
  });

  test("says what each of its addresses answered", async () => {
    const moved = { status: 302, headers: { location: `${site.origin}/elsewhere` }, body: "" };
    site.on(oidc, moved);
    site.on(oauth, { status: 404, body: "" });
    const both = "OpenID Connect Discovery: a redirect; RFC 8414: 404";
    expectRefusal(await put(), [400, "provider_invalid"], both);
    site.on(oauth, { status: 503, body: "" });
    const away = "OpenID Connect Discovery: a redirect; RFC 8414: 503";
    expectRefusal(await put(), [503, "provider_unavailable"], away);
    site.on(oidc, { body: "{" });
    site.on(oauth, moved);
    const last = "OpenID Connect Discovery: 200, no metadata; RFC 8414: a redirect";
    expectRefusal(await put(), [400, "provider_invalid"], last);
  });
});

describe("a custom provider that answers", () => {
  let site: ScriptedServer;
  let world: World;
  let api: Api;

  beforeAll(async () => {
    site = await startScriptedServer();
    const kept = {
      name: "instance_url",
      from: "token_answer",
      path: "instance_url",
      validation_pattern: "^https://[A-Za-z0-9.-]+$",
      allowed_host_suffixes: [".house.example"],
      required: true,
    };
    const changes = {
      // The host of API calls is the one that the settings name.
      settings: [{ ...setting, required: false, default: "eu.house.example" }],
      kept_values: [kept],
      api: { hosts: ["https://{region}/api"] },
    };
    world = await startWorld({
      allowedPrivateOrigins: [site.origin],
      declare: (bootstrap) => {
        useProvider(bootstrap, "houserooms", entryAt(site.origin, changes));
      },
    });
    api = apiOf(world);
  });
  afterAll(async () => {
    await world.close();
    await site.close();
  });

  const good = {
    access_token: "at-canary",
    token_type: "Bearer",
    refresh_token: "rt",
    expires_in: 60,
    instance_url: "https://eu.house.example",
  };

  /** Connects a user; the provider answers the code with this. */
  async function connect(userId: string, body: unknown) {
    site.on("/token", { body });
    site.on("/me", { body: { sub: "account-1" } });
    const user = await api.signIn(userId);
    const jar = createJar();
    const started = await user.initiate(ids.userConnector);
    const url = new URL(await depart(jar, started.body.redirect_url));
    const state = url.searchParams.get("state");
    await jar.get(`${url.searchParams.get("redirect_uri")}?code=x&state=${state}`);
    return { user, outcome: await outcomeOf(user, started.body.connection_id) };
  }

  test("as it should is connected, and its kept value is handed out", async () => {
    const { user, outcome } = await connect("user-1", good);
    expect(outcome).toEqual({ status: "completed", error: null });
    const { connection_config: config } = (await user.token(ids.userConnector)).body;
    expect(config).toEqual({ region: "eu.house.example", instance_url: good.instance_url });
  });

  test.each<[string, object]>([
    ["a host that only looks like it", { instance_url: "https://eu.house.example.evil.example" }],
    ["a host that ends like it", { instance_url: "https://evilhouse.example" }],
    ["user information", { instance_url: "https://eu.house.example@evil.example" }],
    ["a path", { instance_url: "https://evil.example/.house.example" }],
    ["a private address", { instance_url: "https://127.0.0.1" }],
    ["http", { instance_url: "http://eu.house.example" }],
    ["a list", { instance_url: [good.instance_url] }],
    ["nothing", { instance_url: undefined }],
    ["a token that is a number", { access_token: 7 }],
    ["a token that is an object", { access_token: { value: "at" } }],
    ["a refresh token that is a list", { refresh_token: ["rt"] }],
    ["another token type", { token_type: "mac" }],
  ])("with %s is not connected, and nothing of it is kept", async (_what, wrong) => {
    const userId = `user-${_what.replaceAll(" ", "-")}`;
    const { outcome } = await connect(userId, { ...good, ...wrong });
    expect(outcome).toEqual({ status: "failed", error: "provider_answer_invalid" });
    const rows = await world.app.context.store.db
      .selectFrom("connections")
      .select(["status", "access_token"])
      .where("user_id", "=", userId)
      .execute();
    expect(rows.filter(({ access_token: sealed }) => sealed !== null)).toEqual([]);
  });

  test.each([
    "evil.example",
    "eu.house.example.evil.example",
    "evil.example/.house.example",
    "eu.house.example@evil.example",
    "127.0.0.1",
    "house.example",
  ])("is not reached with the setting %j, which leaves its hosts", async (region) => {
    const user = await api.signIn("user-2");
    const before = await stateOf(world);
    const body = JSON.stringify({ connection_config: { region } });
    const answer = await user.initiate(ids.userConnector, { body });
    expectRefusal(answer, [400, "connection_config_invalid"], '"region"');
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("a bootstrap file", () => {
  let folder: string;
  let world: World;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-providers-"));
    world = await startWorld();
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  const bootstrap = (providers: string) =>
    `{
  "workspaces": [
    { "id": "ws_test", "name": "Test workspace",
      "providers": [${providers}]
    }
  ]
}`;

  /** Applies a file to the database of the world, as a start of the server does. */
  async function apply(declared: Awaited<ReturnType<typeof readBootstrapFile>>) {
    const app = await createApp({
      config: {
        databaseUrl: world.databaseUrl,
        databasePoolSize: 2,
        publicUrl: world.url,
        allowedPrivateOrigins: [],
      },
      encryptionKeys: world.encryptionKeys,
      log: createLog("silent"),
      bootstrap: { declared, readSecret: readTestSecret },
    });
    await app.close();
  }

  async function readFiles(provider: string, entry = '{ "file": "house.jsonc" }') {
    await writeFile(join(folder, "house.jsonc"), provider);
    await writeFile(join(folder, "grantry.jsonc"), bootstrap(entry));
    return await readBootstrapFile(join(folder, "grantry.jsonc"));
  }

  test("names a provider's file: the example of the documentation as it stands", async () => {
    const page = await readFile("docs/custom-providers.md", "utf8");
    const example = codeBlocks(page, "jsonc")[0]?.code ?? "";
    await apply(await readFiles(example));
    const { data: providers } = (await providersOf(world).list()).body;
    expect(providers).toMatchObject([{ id: "house", types: ["houserooms"] }]);
    const before = await stateOf(world);
    await apply(await readFiles(example));
    const withoutTime = (rows: { updated_at: number }[]) =>
      rows.map(({ updated_at: _, ...row }) => row);
    const after = await stateOf(world);
    expect(withoutTime(after.providers)).toEqual(withoutTime(before.providers));
  });

  const text = (changes: object) =>
    JSON.stringify(entryAt("https://house.example", changes), null, 1);
  const lineOf = (file: string, word: string) =>
    file.split("\n").findIndex((line) => line.includes(word)) + 1;
  test.each<[string, object, string, string]>([
    ["an unknown field", { tokenUrl: "x" }, '"tokenUrl"', "tokenUrl: there is no such field."],
    [
      "an address on http",
      { api: { hosts: ["http://h.example"] } },
      '"http:',
      "api.hosts[0]: must be https, or its origin must be allowed",
    ],
    [
      "a built-in id",
      { id: "github" },
      '"github"',
      'id: "github" is built in: choose another name.',
    ],
    ["a wrong type", { name: 7 }, '"name": 7', "name: "],
  ])(
    "is refused with file, line and field of a provider's file for %s",
    async (_what, changes, word, problem) => {
      const provider = text(changes);
      const before = await stateOf(world);
      await expect(apply(await readFiles(provider))).rejects.toThrow(
        `${join(folder, "house.jsonc")}:${lineOf(provider, word)}: ${problem}`,
      );
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test("is refused with its own line for an entry that stands in it, and for one that stands twice", async () => {
    const before = await stateOf(world);
    const file = bootstrap(`\n${text({ oddity: 1 })}`);
    await expect(apply(parseBootstrap(file, "f.jsonc"))).rejects.toThrow(
      `f.jsonc:${lineOf(file, '"oddity"')}: workspaces[0].providers[0].oddity: `,
    );
    const twice = bootstrap(`${text({})},\n${text({})}`);
    await expect(apply(parseBootstrap(twice, "f.jsonc"))).rejects.toThrow(
      "workspaces[0].providers[1].id: stands twice.",
    );
    expect(await stateOf(world)).toEqual(before);
  });

  test("is refused for a provider's file that is away, is broken or holds a list", async () => {
    const refused = (thrown: string) =>
      expect.objectContaining({ detail: expect.stringContaining(thrown) });
    await expect(readFiles("{}", '{ "file": "no.jsonc" }')).rejects.toEqual(
      refused("Cannot read the file"),
    );
    await expect(readFiles("{\n")).rejects.toEqual(refused("house.jsonc:2: "));
    await expect(readFiles("[]")).rejects.toEqual(
      refused("house.jsonc:1: the file: must be an object."),
    );
    const both = await readFiles("{}", '{ "file": "house.jsonc", "name": "x" }');
    await expect(apply(both)).rejects.toThrow("providers[0].file: there is no such field.");
  });

  test("cannot use a provider of another workspace (SEC-11)", async () => {
    const file = {
      workspaces: [
        {
          id: ids.workspace,
          name: "Test workspace",
          providers: [entryAt("https://house.example")],
        },
        {
          id: ids.foreignWorkspace,
          name: "Foreign workspace",
          oauth_clients: [
            {
              id: "ocl_house",
              name: "House",
              provider: "house",
              client_id: "x",
              client_secret: { env: "clientSecret" },
            },
          ],
          connectors: [
            {
              id: "c1b2c3d4e5f6a1b2c3d4e5f6",
              name: "Rooms",
              integration_type: "houserooms",
              oauth_client: "ocl_house",
            },
          ],
        },
      ],
    };
    const before = await stateOf(world);
    await expect(apply(bootstrapSchema.parse(file))).rejects.toThrow(
      'there is no integration type "houserooms"',
    );
    expect(await stateOf(world)).toEqual(before);
  });
});
