import { authorizationServers } from "@grantry/catalogue/list";
import { createMigratedDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createKeyring, newKeyText } from "../../crypto/keyring.ts";
import { isPassword } from "../../crypto/password.ts";
import { systemClock } from "../../lib/clock.ts";
import { directly } from "../../lib/egress.ts";
import { openReach } from "../../lib/reach.ts";
import { Secret } from "../../lib/secret.ts";
import { buildCatalogue } from "../../provider/catalogue.ts";
import { getApp } from "../../store/apps.ts";
import { findConnector } from "../../store/connectors.ts";
import { openDatabase } from "../../store/database.ts";
import { checkEncryptionKeys } from "../../store/encryption-keys.ts";
import type { Store } from "../../store/store.ts";
import { applyBootstrap } from "./apply-bootstrap.ts";
import { parseBootstrap } from "./parse-bootstrap.ts";

const file = `{
  // A workspace with one of everything.
  "workspaces": [
    {
      "id": "ws_main",
      "name": "Main",
      "api_keys": [{ "id": "key_1", "name": "ops", "secret": { "env": "KEY" } }],
      "oauth_clients": [
        {
          "id": "ocl_google",
          "name": "Google",
          "provider": "google",
          "client_id": "id.apps.googleusercontent.com",
          "client_secret": { "file": "google.secret" },
        },
      ],
      "connectors": [
        {
          "id": "0123456789abcdef01234567",
          "name": "Your calendar",
          "integration_type": "googlecalendar",
          "oauth_client": "ocl_google",
          "scopes": ["https://www.googleapis.com/auth/calendar.readonly"],
        },
      ],
      "apps": [
        {
          "id": "app_main",
          "name": "App",
          "origins": ["https://app.example.com"],
          "identity_providers": [
            {
              "issuer": "https://id.example.com/",
              "audience": "app",
              "jwks_uri": "https://id.example.com/jwks",
            },
          ],
          "service_tokens": [{ "id": "stk_1", "name": "backend", "secret": { "env": "TOKEN" } }],
          "shared_connectors": [
            { "id": "abcdef0123456789abcdef01", "integration_type": "gmail", "oauth_client": "ocl_google" },
          ],
        },
      ],
    },
  ],
}
`;

describe("a bootstrap file", () => {
  test("may hold comments and trailing commas, and defaults are filled in", () => {
    const [workspace] = parseBootstrap(file, "grantry.jsonc").workspaces;
    expect(workspace?.apps[0]?.identity_providers?.[0]).toMatchObject({
      algorithms: ["RS256", "ES256"],
      user_id_claim: "sub",
    });
  });

  test.each([
    [
      "an unknown key at the top",
      '{ "workspaces": [],\n "apps": [] }',
      "f.jsonc:2: apps: there is no such key.",
    ],
    [
      "a misspelt key deep inside",
      file.replace('"origins"', '"origin"'),
      "f.jsonc:30: workspaces[0].apps[0].origin: there is no such key.",
    ],
    [
      "a secret in the file",
      file.replace('{ "env": "TOKEN" }', '"grantry_st_secret"'),
      "f.jsonc:38: workspaces[0].apps[0].service_tokens[0].secret: ",
    ],
    [
      "an origin with a path",
      file.replace("app.example.com", "app.example.com/x"),
      "f.jsonc:30: workspaces[0].apps[0].origins[0]: an origin is",
    ],
    [
      "an origin with a wildcard",
      file.replace("app.example.com", "*.vercel.app"),
      "f.jsonc:30: workspaces[0].apps[0].origins[0]: anybody may have a page below vercel.app",
    ],
    [
      "a symmetric algorithm",
      file.replace('"audience": "app",', '"audience": "app",\n"algorithms": ["HS256"],'),
      "f.jsonc:35: workspaces[0].apps[0].identity_providers[0].algorithms[0]: ",
    ],
    [
      "a missing key",
      file.replace('"name": "App",', ""),
      "f.jsonc:27: workspaces[0].apps[0].name: ",
    ],
    ["broken JSON", '{\n "workspaces": [\n', "f.jsonc:3: close bracket expected."],
    ["JSON without a comma", '{\n "workspaces": []\n "a": 1 }', "f.jsonc:3: comma expected."],
  ])("says file, line and key of %s", (_name, text, expected) => {
    expect(() => parseBootstrap(text, "f.jsonc")).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        detail: expect.stringContaining(expected),
      }),
    );
  });

  test("does not repeat a secret that somebody wrote into it", () => {
    const text = file.replace('{ "env": "TOKEN" }', '"grantry_st_secret"');
    expect(() => parseBootstrap(text, "f")).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining("grantry_st_secret") }),
    );
  });
});

describe.each(engines)("applied on %s, a bootstrap", (engine) => {
  let place: TestDatabase;
  let store: Store;
  const catalogue = buildCatalogue(authorizationServers);
  const { reach } = openReach(() => new Set(), { egress: directly });
  const values: Record<string, string> = {
    KEY: `grantry_wk_${"k".repeat(40)}`,
    TOKEN: `grantry_st_${"t".repeat(40)}`,
    "google.secret": "GOCSPX-secret",
    PASSWORD: "correct horse battery staple",
    OTHER_PASSWORD: "another battery staple horse",
  };
  const readSecret = async (source: { env: string } | { file: string }) =>
    new Secret(values["env" in source ? source.env : source.file] ?? "missing");

  beforeEach(async () => {
    place = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    const database = openDatabase(place.url);
    store = {
      database,
      db: database.db,
      keyring: createKeyring(newKeyText("k1")),
      clock: systemClock,
    };
    await checkEncryptionKeys(store);
  });
  afterEach(async () => {
    await store.database.close();
    await place.drop();
  });

  const apply = (text: string) =>
    applyBootstrap({ store, catalogue, readSecret, reach }, parseBootstrap(text, "f.jsonc"));
  const rows = async () => ({
    apps: (await store.db.selectFrom("apps").select("app_id").execute()).length,
    connectors: (await store.db.selectFrom("connectors").select("connector_id").execute()).length,
    tokens: (await store.db.selectFrom("service_tokens").select("token_hash").execute()).length,
  });

  test("creates what it declares, and applying it again changes nothing", async () => {
    await apply(file);
    expect(await rows()).toEqual({ apps: 1, connectors: 2, tokens: 1 });
    const app = await getApp(store, "app_main");
    await apply(file);
    expect(await rows()).toEqual({ apps: 1, connectors: 2, tokens: 1 });
    const again = await getApp(store, "app_main");
    expect(again?.origins).toEqual(app?.origins);
    const shared = await findConnector(
      store,
      { appId: "app_main", workspaceId: "ws_main" },
      { kind: "type", integrationType: "gmail" },
    );
    expect(shared?.client.clientSecrets[0]?.reveal()).toBe("GOCSPX-secret");
  });

  test.each([
    [
      "an unknown integration type",
      file.replace('"gmail"', '"gmale"'),
      /no integration type "gmale"/,
    ],
    [
      "an OAuth client that is not declared",
      file.replace('"gmail", "oauth_client": "ocl_google"', '"gmail", "oauth_client": "ocl_other"'),
      /"ocl_other", which is not declared/,
    ],
    [
      "a type of another provider",
      file.replace('"gmail"', '"github"'),
      /belongs to the provider "github"/,
    ],
    [
      "an unknown connection setting",
      file.replace(
        '"oauth_client": "ocl_google" },',
        '"oauth_client": "ocl_google", "connection_config": { "host": "x" } },',
      ),
      /no connection setting "host"/,
    ],
  ])("is refused whole for %s, and nothing is stored", async (_name, text, message) => {
    await expect(apply(text)).rejects.toThrow(message);
    expect(await rows()).toEqual({ apps: 0, connectors: 0, tokens: 0 });
  });

  test("refuses a name or a secret that is in use twice, and says where", async () => {
    const twice = file.replace(
      /"api_keys": \[(.*)\],/,
      (_line, key: string) => `"api_keys": [${key}, ${key.replace("key_1", "key_2")}],`,
    );
    await expect(apply(twice)).rejects.toThrow(/The API key "key_2" cannot be entered/);
    expect(await rows()).toEqual({ apps: 0, connectors: 0, tokens: 0 });
  });

  test("refuses a service token that is too weak or has no known prefix (SEC-69)", async () => {
    values["TOKEN"] = "short";
    await expect(apply(file)).rejects.toThrow(/must be grantry_st_ followed by at least 40/);
    expect(await rows()).toEqual({ apps: 0, connectors: 0, tokens: 0 });
    values["TOKEN"] = `grantry_st_${"t".repeat(40)}`;
  });

  test("keeps the address of an app's functions, and refuses one that may not be called (SEC-30)", async () => {
    const withUrl = (url: string) =>
      file.replace('"name": "App",', `"name": "App", "functions_url": "${url}",`);
    await apply(withUrl("https://functions.example.com/app/"));
    const kept = async () => (await getApp(store, "app_main"))?.functionsUrl;
    expect(await kept()).toBe("https://functions.example.com/app");
    await expect(apply(withUrl("https://10.0.0.1"))).rejects.toThrow(
      /functions_url of the app "app_main" cannot be used/,
    );
    expect(await kept()).toBe("https://functions.example.com/app");
    await apply(file);
    expect(await kept()).toBe("https://functions.example.com/app");
    await apply(file.replace('"name": "App",', '"name": "App", "functions_url": null,'));
    expect(await kept()).toBeNull();
  });

  test("hashes the password of a person whom it makes at its full cost, once, and no later one", async () => {
    const withPassword = (name: string) =>
      file.replace(
        '"name": "Main",',
        `"name": "Main", "members": [{ "email": "ada@example.com", "name": "Ada", "role": "owner", "password": { "env": "${name}" } }],`,
      );
    const stored = async () => {
      const rows = await store.db.selectFrom("operators").select("password_hash").execute();
      return rows.map(({ password_hash }) => password_hash);
    };
    await apply(withPassword("PASSWORD"));
    const [hash = null, ...others] = await stored();
    expect([hash, others]).toEqual([
      expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
      [],
    ]);
    expect(await isPassword(new Secret(values["PASSWORD"] ?? ""), hash)).toBe(true);
    await apply(withPassword("OTHER_PASSWORD"));
    expect(await stored()).toEqual([hash]);
  });

  test("cannot take over an app, a connector or a client of another workspace (SEC-70)", async () => {
    await apply(file);
    await expect(apply(file.replace('"ws_main"', '"ws_evil"'))).rejects.toThrow(
      /The API key "key_1" already exists elsewhere/,
    );
    const others = file.replace('"ws_main"', '"ws_evil"').replace(/"api_keys": .*/, "");
    await expect(apply(others)).rejects.toThrow(
      /OAuth client "ocl_google" already exists elsewhere/,
    );
    expect((await getApp(store, "app_main"))?.workspaceId).toBe("ws_main");
    const evil = await store.db.selectFrom("workspaces").select("workspace_id").execute();
    expect(evil).toEqual([{ workspace_id: "ws_main" }]);
  });
});
