/** Commands on the server's own machine: apply, doctor, start, init. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { forBothWorkspaces, ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { serve } from "@grantry/testing/loopback";
import { declareMembers, operatorBrowser, signedIn } from "@grantry/testing/operators";
import { shiftedClock } from "@grantry/testing/shifted-clock";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newKeyText } from "../../server/src/crypto/keyring.ts";
import { Secret } from "../../server/src/lib/secret.ts";
import type { BootstrapInput } from "../../server/src/service/bootstrap/bootstrap-schema.ts";
import { findHolderOfDomain } from "../../server/src/store/sign-in-domains.ts";
import { putSignInProvider } from "../../server/src/store/sign-in-providers.ts";
import { type Bench, createBench, type Folder } from "./bench.ts";

const canary = `grantry_wk_${"c".repeat(40)}`;
const otherCanary = `grantry_wk_${"d".repeat(40)}`;

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({});
});
afterAll(() => bench?.close());

interface Finding {
  readonly about: string;
  readonly verdict: string;
  readonly text: string;
}

describe.each(engines)("on %s", (engine) => {
  let database: TestDatabase;
  let folder: Folder;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase(engine, () => inject("postgresUrl"));
    folder = await bench.folder();
    env = {
      GRANTRY_DATABASE_URL: database.url,
      GRANTRY_ENCRYPTION_KEYS: newKeyText("k1"),
      OPS_KEY: canary,
      CLIENT_SECRET: "canary-of-a-client-secret",
      // Not the server's: it must not stumble over them.
      GRANTRY_SERVER: "http://127.0.0.1:1",
    };
    await folder.write("boot.jsonc", declaration("Main"));
  });
  afterAll(() => database?.drop());

  const declaration = (name: string) => `{
  "workspaces": [
    {
      "id": "ws_main",
      "name": ${JSON.stringify(name)}, // ours
      "api_keys": [{ "id": "key_ops", "name": "ops", "secret": { "env": "OPS_KEY" } }],
      "oauth_clients": [
        {
          "id": "ocl_slack",
          "name": "Slack",
          "provider": "slack",
          "client_id": "1.2",
          "client_secret": { "env": "CLIENT_SECRET" }
        }
      ],
      "apps": [{ "id": "app_main", "name": "Planner" }]
    }
  ]
}`;
  const apply = (...more: string[]) =>
    folder.run(["apply", "boot.jsonc", "--json", ...more], { env });
  const applyProcess = (...more: string[]) =>
    folder.runProcess(["apply", "boot.jsonc", "--json", ...more], { env });

  test("a dry run on a database that no server opened says so, and does nothing", async () => {
    const ran = await apply("--dry-run");
    expect([ran.code, ran.json.error.message]).toEqual([
      3,
      expect.stringContaining("start the server"),
    ]);
  });

  test("apply shows the difference, asks, applies it, and then there is none", async () => {
    const unasked = await apply();
    expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining("+ app app_main")]);
    const done = await applyProcess("--yes");
    expect([done.code, done.json.applied]).toEqual([0, true]);
    const created = done.json.changes.map(({ action, kind, id }: Record<string, string>) => [
      action,
      kind,
      id,
    ]);
    expect(created).toEqual([
      ["create", "workspace", "ws_main"],
      ["create", "app", "app_main"],
      ["create", "OAuth client", "ocl_slack"],
      ["create", "API key", "key_ops"],
    ]);
    const again = await apply("--yes");
    expect([again.code, again.json]).toEqual([0, { changes: [], applied: false }]);
    expect(done.stdout + done.stderr).not.toMatch(/canary|cccc/);
  });

  test("a dry run shows what would change, of secrets only that they do, and changes nothing", async () => {
    await folder.write("boot.jsonc", declaration("Renamed"));
    const changed = { ...env, OPS_KEY: otherCanary, CLIENT_SECRET: "another-canary" };
    const dry = await folder.run(["apply", "boot.jsonc", "--dry-run"], { env: changed });
    expect([dry.code, dry.stdout]).toEqual([
      0,
      [
        "~ workspace ws_main",
        "    name: Main -> Renamed",
        "~ OAuth client ocl_slack",
        "    secret: changed",
        "    ! the file's client_secret takes the place of the secret in use. If that one was set later, by the API, put it where the file takes client_secret from, and apply the file again.",
        "~ API key key_ops",
        "    secret: changed",
        "",
      ].join("\n"),
    ]);
    const still = await apply("--dry-run");
    expect(still.json.changes.map(({ kind }: { kind: string }) => kind)).toEqual(["workspace"]);
  });

  test("a malformed file is named with line and key, and nothing is changed", async () => {
    await folder.write(
      "boot.jsonc",
      '{\n  "workspaces": [\n    { "id": "ws_new", "nam": "x" }\n  ]\n}',
    );
    const ran = await apply("--yes");
    expect(ran.code).toBe(3);
    expect(ran.json.error.message).toMatch(
      /boot\.jsonc:3: workspaces\[0\]\.nam: there is no such key/,
    );
    await folder.write("boot.jsonc", declaration("Main"));
    expect((await apply("--dry-run")).json.changes).toEqual([]);
  });
});

/** Whoever connects is asked for the subdomain, which the token endpoint is made of. */
function declareBamboo({ workspaces: [workspace] }: BootstrapInput): void {
  const client = { id: "ocl_bamboo", name: "Bamboo", provider: "bamboohr", client_id: "bamboo" };
  workspace?.oauth_clients?.push({ ...client, client_secret: { file: "bamboo-secret" } });
  workspace?.connectors?.push({
    id: "00112233445566778899aacc",
    integration_type: "bamboohr",
    name: "Bamboo",
    oauth_client: "ocl_bamboo",
  });
}

describe.each(engines)("doctor on %s", (engine) => {
  let world: World;
  let folder: Folder;
  let env: Record<string, string>;

  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareBamboo });
    folder = await bench.folder();
    env = {
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      GRANTRY_PUBLIC_URL: world.url,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(world.sandbox.origin),
    };
  });
  afterAll(() => world?.close());

  const examine = async (more: Record<string, string> = {}, run = folder.run) => {
    const ran = await run(["doctor", "--json"], { env: { ...env, ...more } });
    const findings: Finding[] = ran.json.findings;
    const of = (about: string) => findings.find((one) => one.about.startsWith(about));
    return { ran, findings, of };
  };

  test("names the address of a provider that is not called, and goes on to the next client", async () => {
    const { findings, of } = await examine({ GRANTRY_ALLOWED_PRIVATE_ORIGINS: "" });
    expect(of(`credentials of ${ids.oauthClient}`)).toMatchObject({
      verdict: "bad",
      text: `they cannot be tried: The address ${world.sandbox.origin} is not https. One that is http, or on a private address, must stand in GRANTRY_ALLOWED_PRIVATE_ORIGINS, with the workspace.`,
    });
    expect(of("configuration")?.verdict).toBe("good");
    const tried = findings.filter(({ about }) => about.startsWith("credentials of"));
    expect(tried.length).toBeGreaterThan(2);
  });

  test("says of everything how it is, without a secret", async () => {
    const { ran, findings, of } = await examine({}, folder.runProcess);
    expect(findings.filter(({ verdict }) => verdict === "bad")).toEqual([]);
    expect(ran.code).toBe(0);
    for (const about of [
      "configuration",
      "public URL",
      "database",
      "key",
      "key age",
      "disk",
      "clock",
    ]) {
      expect(of(about)?.verdict, about).toBe("good");
    }
    expect(of(`redirect URI of ${ids.oauthClient}`)?.text).toContain(
      `${world.url}/api/external-auth/callback/${ids.oauthClient}`,
    );
    expect(of(`credentials of ${ids.oauthClient}`)?.verdict).toBe("good");
    // What comes before it cannot be tried, which ends nothing.
    expect(of("credentials of ocl_bamboo")).toMatchObject({
      verdict: "unknown",
      text: expect.stringContaining("people enter Company subdomain"),
    });
    expect(ran.stdout + ran.stderr).not.toContain(secrets.clientSecret);
    expect(ran.stdout + ran.stderr).not.toContain(world.encryptionKeys.split(":")[1]);
  });

  test("names what is wrong: key, public URL, setting, database", async () => {
    const key = await examine({ GRANTRY_ENCRYPTION_KEYS: newKeyText("k1") });
    expect([key.ran.code, key.of("key")]).toMatchObject([
      8,
      {
        verdict: "bad",
        text: expect.stringContaining("not the one that this database was sealed with"),
      },
    ]);
    const url = await examine({ GRANTRY_PUBLIC_URL: "http://127.0.0.1:1" });
    expect([url.ran.code, url.of("public URL")?.verdict]).toEqual([8, "bad"]);
    const setting = await examine({ GRANTRY_PORRT: "1" });
    expect(setting.of("configuration")?.text).toContain("GRANTRY_PORRT");
    const gone = await examine({ GRANTRY_DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
    expect([gone.ran.code, gone.of("database")?.verdict]).toEqual([8, "bad"]);
  });

  test("names a public URL under which requests do not arrive: redirected, another server's, no Grantry's", async () => {
    const elsewhere = await serve((request, response) => {
      const status = request.headers.host?.startsWith("localhost") ? 301 : 200;
      response.writeHead(status, { location: `https://www.example.com${request.url}?secret` });
      response.end("{}");
    });
    const urlOf = async (GRANTRY_PUBLIC_URL: string) =>
      (await examine({ GRANTRY_PUBLIC_URL })).of("public URL");
    expect(await urlOf(elsewhere.origin.replace("127.0.0.1", "localhost"))).toEqual({
      about: "public URL",
      verdict: "bad",
      text: expect.stringMatching(
        /answers 301 and sends browsers to https:\/\/www\.example\.com\/healthz: set GRANTRY_PUBLIC_URL/,
      ),
    });
    expect((await urlOf(elsewhere.origin))?.text).toContain(
      "something other than a Grantry server answers",
    );
    await elsewhere.close();
    const other = await urlOf(world.url.replace("127.0.0.1", "localhost"));
    expect(other).toMatchObject({ verdict: "bad" });
    expect(other?.text).toContain(`the server that answers there has the public URL ${world.url}`);
  });

  test("names a clock that is a day off, beside the database's and beside what providers say", async () => {
    const off = { NODE_OPTIONS: shiftedClock(engine === "sqlite" ? -86_400_000 : 86_400_000) };
    const { ran, of } = await examine(off, folder.runProcess);
    expect(ran.code).toBe(8);
    const beside = engine === "sqlite" ? "what it showed before" : "the database's";
    expect(of("clock")).toMatchObject({ verdict: "bad", text: expect.stringContaining(beside) });
    expect(of("clock and providers")?.text).toMatch(
      /^is 86\d{3} seconds .* the answers of providers .*synchronise/,
    );
  });

  test("a client secret that the provider refuses is said to be refused", async () => {
    const { store } = world.app.context;
    const { putOAuthClient } = await import("../../server/src/store/oauth-clients.ts");
    const { Secret } = await import("../../server/src/lib/secret.ts");
    await putOAuthClient(store, {
      oauthClientId: ids.oauthClient,
      workspaceId: ids.workspace,
      name: "Sandbox client",
      serverId: "sandbox",
      clientId: "test-client",
      clientSecret: new Secret("wrong"),
      previousClientSecret: null,
      redirectPath: "own",
    });
    const { ran, of } = await examine();
    expect([ran.code, of(`credentials of ${ids.oauthClient}`)]).toMatchObject([
      8,
      { verdict: "bad", text: expect.stringContaining("the provider refuses them") },
    ]);
  });
});

describe.each(engines)("recover on %s", (engine) => {
  let world: World;
  let folder: Folder;

  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareMembers });
    folder = await bench.folder();
  });
  afterAll(() => world?.close());

  const recover = (args: readonly string[], more: Record<string, string> = {}, run = folder.run) =>
    run(["recover", ...args], {
      env: {
        GRANTRY_DATABASE_URL: world.databaseUrl,
        GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
        GRANTRY_PUBLIC_URL: world.url,
        ...more,
      },
    });

  test("prints a link by which the only owner sets a new password, while the server runs", async () => {
    const ran = await recover(["owner@example.com"], {}, folder.runProcess);
    const [url = "", said] = ran.stdout.split("\n");
    expect([ran.code, said]).toEqual([0, expect.stringContaining("For owner@example.com alone")]);
    const browser = operatorBrowser(world);
    const path = new URL(url).pathname;
    const next = "another battery staple horse";
    expect((await browser.post(path, { password: next })).location).toBe("/sign-in");
    const form = { email: "owner@example.com", password: next };
    expect((await browser.post("/sign-in", form)).status).toBe(303);
  });

  test("ends a second factor only where that is asked for", async () => {
    for (const more of [[], ["--end-second-factor"]]) {
      const { code, json } = await recover(["admin@example.com", "--json", ...more]);
      expect([code, json.email]).toEqual([0, "admin@example.com"]);
      const { db } = world.app.context.store;
      const link = await db
        .selectFrom("entry_links")
        .select("ends_second_factor")
        .where("entry_link_id", "=", json.id)
        .executeTakeFirstOrThrow();
      expect(link.ends_second_factor).toBe(more.length);
    }
  });

  test("the operator's word proves a domain that a workspace has declared, and no other", async () => {
    const { store } = world.app.context;
    const workspaceId = ids.workspace;
    const provider = { workspaceId, issuer: "https://id.example", clientId: "c" };
    const secret = { clientSecret: new Secret("s"), defaultRole: null };
    await putSignInProvider(store, { ...provider, ...secret, domains: ["company.example"] });
    const prove = (domain: string, run = folder.run) =>
      run(["prove-domain", domain, workspaceId, "--json"], {
        env: {
          GRANTRY_DATABASE_URL: world.databaseUrl,
          GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
          GRANTRY_PUBLIC_URL: world.url,
        },
      });
    const proven = await prove("Company.example", folder.runProcess);
    expect([proven.code, proven.json]).toEqual([
      0,
      { domain: "company.example", workspace_id: workspaceId, proven_by: "server" },
    ]);
    expect(await findHolderOfDomain(store, "company.example")).toEqual({
      workspaceId,
      provenBy: "server",
    });
    const other = await prove("other.example");
    expect([other.code, other.json.error.code]).toEqual([6, "sign_in_domain_not_found"]);
  });

  test("says who answers for the whole server, and nobody else may", async () => {
    const operatorsBy = (run: typeof folder.run, args: readonly string[]) =>
      run(["server", "operators", ...args, "--json"], {
        env: {
          GRANTRY_DATABASE_URL: world.databaseUrl,
          GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
          GRANTRY_PUBLIC_URL: world.url,
        },
      });
    const operators = (...args: string[]) => operatorsBy(folder.run, args);
    const none = await operatorsBy(folder.runProcess, ["list"]);
    expect(none.json).toEqual({ operators: [] });
    const added = await operators("add", "Viewer@example.com");
    expect([added.code, added.json]).toEqual([
      0,
      { email: "viewer@example.com", server_operator: true },
    ]);
    expect((await operators("list")).json.operators).toEqual([
      {
        email: "viewer@example.com",
        name: "viewer",
        since: expect.any(Number),
        added_by: "the server",
      },
    ]);
    const browser = await signedIn(world, "viewer@example.com");
    expect((await browser.api("/v1/server/workspaces")).status).toBe(200);
    expect((await operators("remove", "viewer@example.com")).code).toBe(0);
    expect((await browser.api("/v1/server/workspaces")).status).toBe(403);
    const again = await operators("remove", "viewer@example.com");
    expect([again.code, again.json.error.code]).toEqual([6, "server_operator_refused"]);
  });

  test("makes none for nobody, and none without the server's keys", async () => {
    const nobody = await recover(["nobody@example.com", "--json"]);
    expect([nobody.code, nobody.json.error.code]).toEqual([6, "password_reset_refused"]);
    const key = newKeyText("k1");
    const wrong = await recover(["owner@example.com", "--json"], { GRANTRY_ENCRYPTION_KEYS: key });
    expect([wrong.code, wrong.json.error.code]).toEqual([3, "encryption_key_invalid"]);
  });
});

test("start runs a server until it is told to end", async () => {
  const folder = await bench.folder();
  const port = await reservePort();
  const program = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const child = spawn(process.execPath, [...fromSource, program, "start"], {
    cwd: folder.root,
    env: {
      PATH: process.env["PATH"],
      HOME: folder.home,
      GRANTRY_PORT: String(port),
      GRANTRY_APP: "a",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes("/setup/")) break;
  }
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  child.kill("SIGTERM");
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
});

test("a server that cannot start says why, and start fails", async () => {
  const ran = await (await bench.folder()).runProcess(["start"], { env: { GRANTRY_PORT: "none" } });
  expect([ran.code, ran.stderr]).toEqual([6, expect.stringContaining("GRANTRY_PORT")]);
});

test("init writes the project file once, and finds files of the official command line", async () => {
  const folder = await bench.folder();
  await folder.write("base44/connectors/slack.jsonc", { type: "slack" });
  const args = ["init", "--server", "https://grantry.example.com/", "--app", "app_1"];
  expect((await folder.run(args)).code).toBe(0);
  const written = await folder.read("grantry.json");
  expect(JSON.parse(written)).toEqual({
    server: "https://grantry.example.com",
    app: "app_1",
    connectors_dir: "base44/connectors",
  });
  const types = await folder.run(["types", "generate", "--sdk", "both", "--json"]);
  expect(types.json.types).toEqual(["slack"]);
  expect([(await folder.run(args)).code, await folder.read("grantry.json")]).toEqual([3, written]);
});
