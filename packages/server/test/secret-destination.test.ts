/**
 * Who changes where a client's secret and the tokens got with it are sent must know that secret
 * (SEC-33): by every route that decides it, in every order.
 */

import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connectorOf, entryAt, providersOf, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import {
  allowedTo,
  ids,
  readTestSecret,
  secrets,
  startWorld,
  type World,
} from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { createLog } from "../src/lib/log.ts";
import { type BootstrapInput, bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";
import { planBootstrap } from "../src/service/bootstrap/plan-bootstrap.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";

type Workspace = BootstrapInput["workspaces"][number];
const attackers = "a_secret_of_the_attacker";

/** The sandbox as a workspace would write it out. */
function sandboxEntry(origin: string, changes: object = {}) {
  return entryAt(origin, {
    metadata: {
      authorization_endpoint: `${origin}/auth`,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/token/revocation`,
      token_endpoint_auth_methods_supported: ["client_secret_basic"],
    },
    authorization: { pkce: "S256", parameters: { prompt: "consent" } },
    revocation: {
      endpoint: `${origin}/token/revocation`,
      tokens: ["refresh_token"],
      authentication: "client",
      ends: "client_grant",
    },
    api: { hosts: [`${origin}/api`] },
    connectors: [rooms()],
    ...changes,
  });
}

function rooms(changes: object = {}) {
  const scopes = { default: ["openid", "offline_access"], unreported: ["offline_access"] };
  return connectorOf("houserooms", { scopes, ...changes });
}

let hostile: ScriptedServer;
beforeAll(async () => {
  hostile = await startScriptedServer({
    answers: { "*": { status: 400, body: { error: "invalid_grant" } } },
  });
});
afterAll(() => hostile.close());
beforeEach(() => {
  hostile.reset();
});

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let api: Api;
  let declared: BootstrapInput;
  let providers: ReturnType<typeof providersOf>;
  let connectionId: string;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock: withoutRegularWork(clock),
      allowedPrivateOrigins: [hostile.origin],
      declare: (bootstrap, { origin }) => {
        useProvider(bootstrap, "houserooms", sandboxEntry(origin));
        declared = bootstrap;
      },
    });
    api = apiOf(world);
    providers = providersOf(world);
    const user = await api.signIn("ada");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const [row] = await world.app.context.store.db
      .selectFrom("connections")
      .select("connection_id")
      .execute();
    connectionId = row?.connection_id ?? "none";
  });
  afterEach(() => world.close());

  const workspace = (path: string, method = "GET", body?: unknown): Promise<Answer> =>
    ownApiOf(world)(method, `/v1/workspaces/${ids.workspace}/${path}`, {
      as: secrets.workspaceKey,
      ...(body === undefined ? {} : { body }),
    });
  const disconnect = () => workspace(`connections/${connectionId}/disconnect`, "POST");
  const refresh = () => workspace(`connections/${connectionId}/refresh`, "POST");
  const rotate = (oauth_client: object) =>
    workspace(`connectors/${ids.userConnector}`, "PATCH", { oauth_client });
  /** The same by the official clients' route. */
  const rotateByWire = (body: object) =>
    api.operator(`../../workspace/${ids.workspace}/connectors/${ids.userConnector}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const moved = (changes: object = {}) => ({
    ...sandboxEntry(world.sandbox.origin),
    metadata: {
      ...sandboxEntry(world.sandbox.origin).metadata,
      token_endpoint: `${hostile.origin}/token`,
    },
    ...changes,
  });

  function expectRefused({ status, body }: Answer): void {
    expect([status, body.code], JSON.stringify(body)).toEqual([409, "secret_required"]);
    expect(body.detail).toContain("client_secrets: must come along");
    expect(body.detail).not.toContain(secrets.clientSecret);
  }

  test("a custom provider's token endpoint cannot be moved without the client's secret", async () => {
    const before = await stateOf(world);
    expectRefused(await providers.put("house", moved()));
    expectRefused(await providers.put("house", moved(), attackers));
    expect(await stateOf(world)).toEqual(before);
    const refreshed = await refresh();
    expect([refreshed.status, refreshed.body.version]).toEqual([200, 2]);
    expect(hostile.requests).toEqual([]);
  });

  test("who brings the secret moves it, and from then on it is used there", async () => {
    const { status, body: answered } = await providers.put("house", moved(), secrets.clientSecret);
    expect([status, answered.entry?.metadata.token_endpoint]).toEqual([
      200,
      `${hostile.origin}/token`,
    ]);
    expect(JSON.stringify(answered)).not.toContain(secrets.clientSecret);
    expect(JSON.stringify(await stateOf(world))).not.toContain(secrets.clientSecret);
    await refresh();
    expect(hostile.requests).toMatchObject([{ method: "POST", url: "/token" }]);
  });

  test("nothing else of an entry that says where secrets, tokens or codes go can be moved", async () => {
    const { origin } = world.sandbox;
    const entry = sandboxEntry(origin);
    const evil = hostile.origin;
    const region = {
      name: "region",
      display_name: "Region",
      description: "Where it stands.",
      placeholder: "eu",
      required: false,
      validation_pattern: "^eu$",
      validation_error: "Give eu.",
    };
    const call = { proves: "The token lives." };
    const changes: object[] = [
      { metadata: { ...entry.metadata, authorization_endpoint: `${evil}/auth` } },
      { metadata: { ...entry.metadata, issuer: evil } },
      {
        metadata: {
          ...entry.metadata,
          token_endpoint_auth_methods_supported: ["client_secret_post"],
        },
      },
      { account: { request: { url: `${evil}/me` }, id: ["sub"] } },
      {
        account: {
          ...entry.account,
          request: { url: `${origin}/me`, headers: { "x-to": "evil" } },
        },
      },
      { refresh: { ...entry.refresh, endpoint: `${evil}/token` } },
      {
        second_exchange: {
          endpoint: `${evil}/token`,
          request: {},
          grant_type: "x",
          token_parameter: "access_token",
        },
      },
      {
        revocation: {
          endpoint: `${evil}/revoke`,
          tokens: ["refresh_token"],
          authentication: "client",
          ends: "client_grant",
        },
      },
      { api: { hosts: [evil] } },
      { token_request: { method: "GET" } },
      // Read as a scope, a word or another token, a secret would be shown, logged or handed out.
      { token_answer: { refresh: { scope: ["data"] } } },
      { token_answer: { refresh: { access_token: ["data"] } } },
      { token_answer: { code: { refresh_token: ["data"] } } },
      { token_answer: { error: ["data"] } },
      { token_answer: { error_subtype: ["data"] } },
      { settings: [region] },
      {
        connectors: [
          rooms({ overrides: { refresh: { ...entry.refresh, endpoint: `${evil}/t` } } }),
        ],
      },
      // The test of a connector makes this call with a new token.
      { connectors: [rooms({ first_call: { ...call, url: `${evil}/me` } })] },
      { connectors: [rooms({ first_call: { ...call, path: "/echo" } })] },
      { connectors: [rooms({ first_call: { ...call, path: "/me", method: "POST" } })] },
      {
        connectors: [rooms({ first_call: { ...call, path: "/me", headers: { "x-to": "evil" } } })],
      },
      { connectors: [rooms({ first_call: { ...call, path: "/me", body: "{}" } })] },
      // The workspace's OAuth client serves every type of its provider, one that comes later too.
      { connectors: [rooms(), connectorOf("househeat", { first_call: { ...call, url: evil } })] },
      {
        connectors: [
          rooms(),
          connectorOf("househeat", {
            overrides: { account: { request: { url: `${evil}/me` }, id: ["sub"] } },
          }),
        ],
      },
    ];
    const before = await stateOf(world);
    for (const change of changes)
      expectRefused(await providers.put("house", { ...entry, ...change }));
    expect(await stateOf(world)).toEqual(before);
    const all = { ...entry, ...Object.assign({}, ...changes.slice(3, 10), { settings: [region] }) };
    expect((await providers.put("house", all, secrets.clientSecret)).status).toBe(200);
  });

  test("what moves nothing needs no secret", async () => {
    const entry = sandboxEntry(world.sandbox.origin, {
      name: "House of rooms",
      documentation: "https://house.example/new-docs",
      errors: { dead_grant: ["gone"] },
      token_answer: { scope_separator: ",", bearer_words: ["user"], lifetime_seconds: 60 },
      connectors: [
        rooms({ display_name: "Rooms", scopes: { default: ["openid"] } }),
        connectorOf("househeat"),
      ],
    });
    expect((await providers.put("house", entry)).status).toBe(200);
    expect((await refresh()).body.version).toBe(2);
  });

  test("nor do the words of a connector's first call, which gets a token only where it went before", async () => {
    const entry = (call: object) =>
      sandboxEntry(world.sandbox.origin, {
        connectors: [rooms({ first_call: { path: "/me", proves: "The token lives.", ...call } })],
      });
    expect((await providers.put("house", entry({}), secrets.clientSecret)).status).toBe(200);
    const words = { proves: "The answer is the person.", scopes: ["openid"] };
    expect((await providers.put("house", entry(words))).status).toBe(200);
    expectRefused(await providers.put("house", entry({ path: "/other" })));
  });

  test("a nonce may be added without the secret, and given up only with it", async () => {
    const { origin } = world.sandbox;
    const { authorization } = sandboxEntry(origin);
    const put = (nonce: boolean, ...shown: string[]) =>
      providers.put(
        "house",
        sandboxEntry(origin, { authorization: { ...authorization, nonce } }),
        ...shown,
      );
    expect((await put(false)).status).toBe(200);
    expect((await put(true)).status).toBe(200);
    expectRefused(await put(false));
    expect((await put(true)).status).toBe(200);
    expect((await put(false, secrets.clientSecret)).status).toBe(200);
  });

  test.each([
    ["/v1", rotate],
    ["the official clients' route", rotateByWire],
  ])(
    "a secret put by %s in the place of the one before does not move what that one got",
    async (_by, put) => {
      expect((await put({ client_secret: attackers })).status).toBe(200);
      expectRefused(await providers.put("house", moved(), attackers));
      expect((await put({ client_secret: `${attackers}_2` })).status).toBe(200);
      const own = [attackers, `${attackers}_2`];
      expectRefused(await providers.put("house", moved(), ...own));
      expect((await put({ client_id: "attacker", client_secret: attackers })).status).toBe(200);
      expectRefused(await providers.put("house", moved(), ...own));
      await refresh();
      expect(hostile.requests).toEqual([]);
      const known = [...own, secrets.clientSecret];
      expect((await providers.put("house", moved(), ...known)).status).toBe(200);
    },
  );

  test("a rotated secret is enough once every token was got with it", async () => {
    await rotate({ client_secret: attackers });
    await rotate({ client_secret: secrets.clientSecret });
    const both = [secrets.clientSecret, attackers];
    clock.advance(2_000);
    expect((await refresh()).body.version).toBe(2);
    expect((await providers.put("house", moved(), ...both)).status).toBe(200);
  });

  test("nor where its connections are gone, or it was replaced together with the client id", async () => {
    await rotate({ client_id: "another", client_secret: "new-one" });
    expectRefused(await providers.put("house", moved(), "new-one"));
    expect((await disconnect()).status).toBe(200);
    expectRefused(await providers.put("house", moved(), "new-one"));
    const known = ["new-one", secrets.clientSecret];
    expect((await providers.put("house", moved(), ...known)).status).toBe(200);
  });

  test("nor where the connector came to a client of the attacker's", async () => {
    const own = { client_id: "attacker", client_secret: attackers };
    const more = { type: "houserooms", name: "Mine", oauth_client: own };
    expect((await workspace("connectors", "POST", more)).status).toBe(201);
    const { db } = world.app.context.store;
    await db.deleteFrom("connectors").where("connector_id", "=", ids.sharedConnector).execute();
    expect((await rotate(own)).status).toBe(200);
    expectRefused(await providers.put("house", moved(), attackers));
    const known = [attackers, secrets.clientSecret];
    expect((await providers.put("house", moved(), ...known)).status).toBe(200);
  });

  test("what waits to be revoked goes where it would have gone, with the secret of then", async () => {
    const revocation = (endpoint: string) => ({
      endpoint,
      tokens: ["refresh_token"],
      authentication: "client",
      ends: "client_grant",
    });
    world.sandbox.faults.next("revocation", { kind: "answer", status: 503 }, 8);
    expect((await rotate({ client_secret: attackers })).status).toBe(200);
    const ended = await disconnect();
    expect(ended.body.revocation).toBe("queued");
    const body = moved({ revocation: revocation(`${hostile.origin}/revoke`) });
    const known = [attackers, secrets.clientSecret];
    expect((await providers.put("house", body, ...known)).status).toBe(200);
    clock.advance(60_000);
    await revokeDue(world.app.context);
    expect(hostile.requests).toEqual([]);
    const [receipt] = (await workspace("revocations")).body.data;
    expect(receipt).toMatchObject({ result: "queued", tries: 2 });
  });

  test("no new secret goes where the provider was when a grant began to wait", async () => {
    const revocation = {
      endpoint: `${hostile.origin}/revoke`,
      tokens: ["refresh_token"],
      authentication: "client",
      ends: "client_grant",
    };
    const there = moved({ revocation });
    expect((await providers.put("house", there, secrets.clientSecret)).status).toBe(200);
    hostile.faults.every("*", { kind: "answer", status: 503 });
    hostile.on("/token", { status: 400 });
    await disconnect();
    const home = sandboxEntry(world.sandbox.origin);
    expect((await providers.put("house", home, secrets.clientSecret)).status).toBe(200);
    expect((await rotate({ client_secret: "a_secret_of_home" })).status).toBe(200);
    clock.advance(60_000);
    await revokeDue(world.app.context);
    const used = hostile.requests.map(({ headers: { authorization = "" } }) =>
      atob(authorization.replace("Basic ", "")),
    );
    expect(new Set(used)).toEqual(new Set([`test-client:${secrets.clientSecret}`]));
    expect(used.length).toBeGreaterThan(1);
  });

  test("a provider that is deleted and declared anew finds no secret of a client left behind", async () => {
    const { db } = world.app.context.store;
    await disconnect();
    await db.deleteFrom("authorizations").execute();
    await db.deleteFrom("connections").execute();
    // As if the file had declared the client and no connector.
    await db.deleteFrom("connectors").where("workspace_id", "=", ids.workspace).execute();
    expect((await providers.remove("house")).status).toBe(200);
    expectRefused(await providers.put("house", moved()));
    expect((await providers.put("house", moved(), secrets.clientSecret)).status).toBe(200);
  });

  test("a provider that is found out anew does not move with what its issuer publishes", async () => {
    const metadata = {
      issuer: hostile.origin,
      authorization_endpoint: `${hostile.origin}/authorize`,
      token_endpoint: `${hostile.origin}/token`,
      userinfo_endpoint: `${hostile.origin}/me`,
    };
    const publish = (changes: object) => hostile.on("*", { body: { ...metadata, ...changes } });
    publish({});
    const found = { issuer: hostile.origin, name: "Hut" };
    expect((await providers.put("hut", found)).status).toBe(200);
    const oauth_client = { client_id: "at-the-hut", client_secret: "secret-of-the-hut" };
    const connector = { type: "hut", name: "Hut", oauth_client };
    expect((await workspace("connectors", "POST", connector)).status).toBe(201);
    expect((await providers.put("hut", found)).status).toBe(200);
    publish({ token_endpoint: `${hostile.origin}/elsewhere` });
    expectRefused(await providers.put("hut", found));
    const known = await providers.put("hut", found, "secret-of-the-hut");
    expect(known.body.entry.metadata.token_endpoint).toBe(`${hostile.origin}/elsewhere`);
  });

  describe("a bootstrap file", () => {
    const lines: string[] = [];
    const start = async (change: (workspace: Workspace) => void) => {
      const { workspaces } = structuredClone(declared);
      for (const one of workspaces.slice(0, 1)) change(one);
      const app = await createApp({
        config: {
          databaseUrl: world.databaseUrl,
          databasePoolSize: 2,
          publicUrl: world.url,
          allowedPrivateOrigins: allowedTo(
            [ids.workspace, ids.foreignWorkspace],
            [world.sandbox.origin, hostile.origin],
          ),
        },
        encryptionKeys: world.encryptionKeys,
        log: createLog("warn", { write: (line) => lines.push(line) }),
        bootstrap: { declared: bootstrapSchema.parse({ workspaces }), readSecret: readTestSecret },
      });
      await app.close();
    };
    const plan = async (change: (workspace: Workspace) => void) => {
      const { workspaces } = structuredClone(declared);
      for (const one of workspaces.slice(0, 1)) change(one);
      const { store, catalogue, reach } = world.app.context;
      const context = { store, catalogue, reach, readSecret: readTestSecret };
      return await planBootstrap(context, bootstrapSchema.parse({ workspaces }));
    };
    const clientOf = (one: Workspace) => {
      const [client] = one.oauth_clients ?? [];
      if (client === undefined) throw new Error("no client");
      return client;
    };

    test("moves a provider only together with the secret of its clients", async () => {
      const changes = [
        (one: Workspace) => {
          one.oauth_clients = [];
          one.connectors = [];
          one.apps = [];
        },
        (one: Workspace) => {
          clientOf(one).client_secret = { env: attackers };
        },
      ];
      const entries = async () => (await providers.list()).body.data[0].entry;
      const before = await entries();
      const secretOf = async () =>
        (
          await world.app.context.store.db
            .selectFrom("oauth_clients")
            .select("client_secret")
            .where("oauth_client_id", "=", ids.oauthClient)
            .executeTakeFirst()
        )?.client_secret;
      const sealed = await secretOf();
      for (const change of changes) {
        const declare = (one: Workspace) => {
          one.providers = [moved()];
          change(one);
        };
        // A command is told so; a server starts, and neither provider nor secret is what the file says.
        await expect(plan(declare)).rejects.toThrow(/"ocl_sandbox".*client_secret/s);
        lines.length = 0;
        await start(declare);
        expect(lines.join()).toContain("provider not changed");
        expect(await entries()).toEqual(before);
        expect(await secretOf()).toEqual(sealed);
      }
      expect((await refresh()).body.version).toBe(2);
      expect(hostile.requests).toEqual([]);
      await start((one) => {
        one.providers = [moved()];
        clientOf(one).client_secret = { env: "a_new_one" };
        clientOf(one).previous_client_secret = { env: "clientSecret" };
      });
      await refresh();
      expect(hostile.requests).toMatchObject([{ url: "/token" }]);
    });

    test("does not carry a client's tokens to another provider without the secret", async () => {
      const elsewhere = (secret: string) =>
        start((one) => {
          const connectors = [connectorOf("hutrooms")];
          const hut = entryAt(hostile.origin, { id: "hut", connectors });
          one.providers = [...(one.providers ?? []), hut];
          one.connectors =
            one.connectors?.map((connector) => ({
              ...connector,
              integration_type: "hutrooms",
            })) ?? [];
          one.apps = [];
          Object.assign(clientOf(one), { provider: "hut", client_secret: { env: secret } });
        });
      const before = await stateOf(world);
      await expect(elsewhere(attackers)).rejects.toThrow(/"ocl_sandbox".*another provider/s);
      expect(await stateOf(world)).toEqual(before);
      await disconnect();
      await elsewhere(attackers);
    });

    test("does not carry a connector's tokens to another provider's client", async () => {
      const before = await stateOf(world);
      const elsewhere = start((one) => {
        const connectors = [connectorOf("hutrooms")];
        const hut = entryAt(hostile.origin, { id: "hut", connectors });
        one.providers = [...(one.providers ?? []), hut];
        const client = { ...clientOf(one), id: "ocl_hut", name: "Hut", provider: "hut" };
        one.oauth_clients = [client];
        one.connectors =
          one.connectors?.map((connector) => ({
            ...connector,
            integration_type: "hutrooms",
            oauth_client: "ocl_hut",
          })) ?? [];
        one.apps = [];
      });
      await expect(elsewhere).rejects.toThrow(/"a1b2c3d4e5f6a1b2c3d4e5f6".*another provider/s);
      expect(await stateOf(world)).toEqual(before);
    });

    test("keeps a discovered provider where it was when its issuer publishes something else", async () => {
      const { origin } = hostile;
      const authorization_endpoint = `${origin}/authorize`;
      const userinfo_endpoint = `${origin}/me`;
      const metadata = { issuer: origin, authorization_endpoint, userinfo_endpoint };
      const publish = (token_endpoint: string) =>
        hostile.on("*", { body: { ...metadata, token_endpoint } });
      publish(`${hostile.origin}/token`);
      const hut = { id: "hut", issuer: hostile.origin, name: "Hut" };
      const declare = () =>
        start((one) => {
          one.providers = [...(one.providers ?? []), hut];
        });
      await declare();
      const oauth_client = { client_id: "at-the-hut", client_secret: "secret-of-the-hut" };
      const connector = { type: "hut", name: "Hut", oauth_client };
      expect((await workspace("connectors", "POST", connector)).status).toBe(201);
      const entries = async () =>
        (await providers.list()).body.data.map((one: { entry: object }) => one.entry);
      const before = await entries();
      publish(`${hostile.origin}/elsewhere`);
      lines.length = 0;
      await declare();
      expect(await entries()).toEqual(before);
      expect(lines.join()).toContain("hut");
    });
  });
});
