/** What a bootstrap file does to what operators set by the API: a field that it declares is the file's, all else stays. */

import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { ids, readTestSecret, startWorld, type World } from "@grantry/testing/harness";
import { declareHouse } from "@grantry/testing/house";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { declareMembers } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../src/lib/secret.ts";
import { type BootstrapInput, bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";
import { planBootstrap } from "../src/service/bootstrap/plan-bootstrap.ts";
import { listClientSecrets } from "../src/store/client-secrets.ts";
import { putSignInProvider } from "../src/store/sign-in-providers.ts";

const provider = {
  issuer: "https://id.example.com/",
  audience: "planner",
};
const company = {
  issuer: "https://company.example",
  client_id: "company",
  domains: ["company.example"],
};

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let idp: TestIdentityProvider;

  beforeAll(async () => {
    idp = await startIdentityProvider(provider.issuer);
    world = await startWorld({
      engine,
      allowedPrivateOrigins: [`${ids.workspace}=${idp.origin}`],
      declare: (bootstrap, sandbox) => {
        declareMembers(bootstrap);
        declareHouse(bootstrap, sandbox);
        const [workspace] = bootstrap.workspaces;
        if (workspace === undefined) throw new Error("no workspace");
        workspace.sign_in_provider = { ...company, client_secret: { file: "company-secret" } };
      },
    });
  });
  afterAll(async () => {
    await world.close();
    await idp.close();
  });

  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    workspaceApiOf(world)(method, path, body);
  const change = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  };
  const appOf = async (appId: string) => (await call("GET", `apps/${appId}`)).body;
  const connectorOf = async (id: string) => {
    const { data } = (await call("GET", "connectors")).body;
    return data.find((one: { id: string }) => one.id === id);
  };
  const clientOf = async (id: string) => {
    const { data } = (await call("GET", "oauth-clients")).body;
    return data.find((one: { id: string }) => one.id === id);
  };

  type Declare = (workspace: BootstrapInput["workspaces"][number]) => void;
  /** The file as it is now; `declare` changes it for good. */
  let file: BootstrapInput | undefined;
  /** Starts a server with the file; resolves with what its start says. */
  async function restart(declare: Declare = () => {}): Promise<Record<string, unknown>[]> {
    const from = world.logLines.length;
    await world.another({
      declare: (bootstrap) => {
        const [workspace] = bootstrap.workspaces;
        if (workspace === undefined) throw new Error("no workspace");
        declare(workspace);
        file = bootstrap;
      },
    });
    const lines = world.logLines.slice(from).map((line) => JSON.parse(line));
    return lines.filter(({ msg }) => String(msg).includes("bootstrap file"));
  }
  const plan = async () => {
    const { store, catalogue, reach } = world.app.context;
    const context = { store, catalogue, reach, readSecret: readTestSecret };
    return await planBootstrap(context, bootstrapSchema.parse(file));
  };
  const appIn = (workspace: BootstrapInput["workspaces"][number], id: string = ids.app) => {
    const app = workspace.apps?.find((one) => one.id === id);
    if (app === undefined) throw new Error("no app");
    return app;
  };
  const unchanged = [expect.objectContaining({ msg: "the bootstrap file changes nothing" })];

  /** Every row that there is, but what counts uses of the key and what a process notes for itself. */
  async function everything(): Promise<Record<string, unknown[]>> {
    const { db } = world.app.context.store;
    const tables = (await db.introspection.getTables()).map(({ name }) => name);
    const counted = ["clock_marks", "encryption_keys", "key_holders", "migrations"];
    const all: Record<string, unknown[]> = {};
    for (const table of tables.filter((one) => !counted.includes(one)).sort()) {
      const { rows } = await sql<object>`SELECT * FROM ${sql.table(table)}`.execute(db);
      const texts = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
          ]),
        ),
      );
      all[table] = texts.map((row) => JSON.stringify(row)).sort();
    }
    return all;
  }

  test("a restart with the same file writes no row, and says that it changes nothing", async () => {
    const before = await everything();
    expect(await restart()).toEqual(unchanged);
    expect(await everything()).toEqual(before);
    expect(await plan()).toEqual([]);
  });

  test("what it leaves out stays as the API set it: of apps, connectors and OAuth clients", async () => {
    await change("PATCH", `apps/${ids.app}`, {
      functions_url: "https://functions.example.com/planner",
      identity_providers: [{ ...provider, jwks_uri: `${idp.origin}/jwks`, algorithms: ["EdDSA"] }],
    });
    await change("PATCH", `apps/${ids.otherApp}`, { origins: ["https://other.example.com"] });
    await change("PATCH", `connectors/${ids.userConnector}`, { scopes: ["calendar.read"] });
    await change("PATCH", "oauth-clients/ocl_sandbox", {
      preferred: true,
      used_by_other_servers: true,
    });
    const { db } = world.app.context.store;
    const shared = { scopes: '["calendar.write"]', name: "Renamed" };
    await db
      .updateTable("connectors")
      .set(shared)
      .where("connector_id", "=", ids.sharedConnector)
      .execute();
    const rows = () =>
      Promise.all([
        appOf(ids.app),
        appOf(ids.otherApp),
        connectorOf(ids.userConnector),
        clientOf(ids.oauthClient),
        db
          .selectFrom("connectors")
          .selectAll()
          .where("connector_id", "=", ids.sharedConnector)
          .executeTakeFirst(),
      ]);
    const before = await rows();
    expect(before[0].identity_providers[0].algorithms).toEqual(["EdDSA"]);
    const all = await everything();
    expect(await restart()).toEqual(unchanged);
    expect(await rows()).toEqual(before);
    expect(await everything()).toEqual(all);
  });

  test("what it leaves out of the company's sign-in, of redirect path and of settings stays, too", async () => {
    const { db } = world.app.context.store;
    await db.updateTable("sign_in_providers").set({ default_role: "viewer" }).execute();
    await db
      .updateTable("oauth_clients")
      .set({ redirect_path: "common" })
      .where("oauth_client_id", "=", "ocl_house")
      .execute();
    await db
      .updateTable("connectors")
      .set({ settings: '{"port":"1234"}' })
      .where("connector_id", "=", ids.sharedConnector)
      .execute();
    const before = await everything();
    const said = await restart((workspace) => {
      for (const one of appIn(workspace).shared_connectors ?? []) delete one.connection_config;
    });
    expect(said).toEqual(unchanged);
    expect(await everything()).toEqual(before);
  });

  test("a field that it declares is the file's: said at the start, planned, and on record", async () => {
    await change("PATCH", `apps/${ids.app}`, {
      name: "By the API",
      origins: ["https://elsewhere.example.com"],
    });
    await change("PATCH", `connectors/${ids.userConnector}`, { name: "By the API" });
    const planned = await plan();
    expect(planned).toEqual([
      {
        action: "change",
        workspace: ids.workspace,
        kind: "app",
        id: ids.app,
        values: [
          { name: "name", before: "By the API", after: "Test app" },
          {
            name: "origins",
            before: '["https://elsewhere.example.com"]',
            after: '["https://app.example.com"]',
          },
        ],
      },
      {
        action: "change",
        workspace: ids.workspace,
        kind: "connector",
        id: ids.userConnector,
        values: [{ name: "name", before: "By the API", after: "My calendar" }],
      },
    ]);
    const fields = {
      name: "By the API -> Test app",
      origins: '["https://elsewhere.example.com"] -> ["https://app.example.com"]',
    };
    expect(await restart()).toEqual([
      expect.objectContaining({ msg: "bootstrap file: app changed", id: ids.app, fields }),
      expect.objectContaining({ msg: "bootstrap file: connector changed" }),
    ]);
    expect((await appOf(ids.app)).functions_url).toBe("https://functions.example.com/planner");
    const { data: records } = (await call("GET", "audit-records?limit=2")).body;
    expect(records).toContainEqual(
      expect.objectContaining({
        actor: expect.objectContaining({ kind: "server" }),
        action: "app.changed",
        target: { kind: "app", id: ids.app, label: null },
        details: { ...fields, by: "bootstrap file" },
      }),
    );
    expect(await restart()).toEqual(unchanged);
  });

  test("null and an empty list take away; a field that is taken out of the file again stays", async () => {
    const declared = "https://functions.example.com/declared";
    await restart((workspace) => {
      appIn(workspace).functions_url = declared;
    });
    await restart((workspace) => {
      delete appIn(workspace).functions_url;
    });
    expect((await appOf(ids.app)).functions_url).toBe(declared);
    const said = await restart((workspace) => {
      Object.assign(appIn(workspace), { functions_url: null, identity_providers: [] });
      appIn(workspace, ids.otherApp).origins = null;
      for (const one of workspace.connectors ?? []) one.scopes = null;
      workspace.sign_in_provider = null;
    });
    expect(said.map(({ msg, id }) => [msg, id])).toEqual([
      ["bootstrap file: app changed", ids.app],
      ["bootstrap file: app changed", ids.otherApp],
      ["bootstrap file: connector changed", ids.userConnector],
      ["bootstrap file: sign-in provider deleted", ids.workspace],
    ]);
    const app = await appOf(ids.app);
    expect([app.functions_url, app.identity_providers]).toEqual([null, []]);
    expect((await appOf(ids.otherApp)).origins).toEqual([]);
    expect(await restart()).toEqual(unchanged);
  });

  test("a thing that is taken out of the file stays as it is", async () => {
    const before = await everything();
    const said = await restart((workspace) => {
      workspace.apps = [];
      workspace.connectors = [];
      workspace.members = [];
      workspace.api_keys = [];
      delete workspace.providers;
      delete workspace.oauth_clients;
    });
    expect(said).toEqual(unchanged);
    expect(await everything()).toEqual(before);
  });

  test("of a secret it is said that it changes, and a previous one stays until null takes it away", async () => {
    const client = { id: "ocl_house", name: "House client", provider: "house", client_id: "house" };
    const put = (more: object) =>
      restart((workspace) => {
        const declared = { ...client, client_secret: { file: "canary-new" }, ...more };
        workspace.oauth_clients = [declared];
      });
    const fieldsOf = (said: Record<string, unknown>[]) => said.map(({ fields }) => fields);
    expect(fieldsOf(await put({ previous_client_secret: { file: "canary-old" } }))).toEqual([
      { secret: "(secret) -> (secret)", "previous secret": "(none) -> (secret)" },
    ]);
    expect(await put({})).toEqual(unchanged);
    expect(fieldsOf(await put({ previous_client_secret: null }))).toEqual([
      { "previous secret": "(secret) -> (none)" },
    ]);
    const { rows } = await sql<object>`SELECT * FROM audit_records`.execute(
      world.app.context.store.db,
    );
    expect(JSON.stringify(rows) + world.logLines.join()).not.toContain("canary");
  });

  test("that it replaces a secret which the API set later is said, with what to do, and no value", async () => {
    const ofClient = `connectors/${ids.userConnector}`;
    const { name, client_id } = await clientOf(ids.oauthClient);
    const sandbox = { id: ids.oauthClient, name, provider: "sandbox", client_id };
    await restart((workspace) => {
      workspace.sign_in_provider = { ...company, client_secret: { file: "company-secret" } };
      workspace.oauth_clients = [{ ...sandbox, client_secret: { env: "clientSecret" } }];
    });
    await change("PATCH", ofClient, { oauth_client: { client_secret: "canary-later" } });
    const { issuer, client_id: clientId, domains } = company;
    const clientSecret = new Secret("canary-company");
    const later = { workspaceId: ids.workspace, issuer, clientId, clientSecret, domains };
    await putSignInProvider(world.app.context.store, { ...later, defaultRole: null });
    const told = async () =>
      (await plan()).filter(({ note }) => note !== undefined).map(({ kind, note }) => [kind, note]);
    const once = [
      ["sign-in provider", expect.stringContaining("If that one was set later, by the API, put")],
      ["OAuth client", expect.stringContaining("the one of before the secret in use")],
    ];
    expect(await told()).toEqual(once);
    // Replaced twice, nothing shows any more which of the two is the later one.
    await change("PATCH", ofClient, { oauth_client: { client_secret: "canary-latest" } });
    const twice = [once[0], ["OAuth client", expect.stringContaining("was set later, by the API")]];
    expect(await told()).toEqual(twice);
    const said = await restart();
    expect(said.filter(({ note }) => note).map(({ kind, note }) => [kind, note])).toEqual(twice);
    const isWarning = ({ note, level }: Record<string, unknown>) => Number(level) >= 40 === !!note;
    expect(said.filter((line) => !isWarning(line))).toEqual([]);
    expect(JSON.stringify(said)).not.toContain("canary");
    expect(await restart()).toEqual(unchanged);
  });

  test("another client id, or a moved provider, gets no previous secret of before", async () => {
    const declared = { id: "ocl_house", name: "House client", provider: "house" };
    const withSecrets = {
      ...declared,
      client_id: "house",
      client_secret: { file: "one" },
      previous_client_secret: { file: "two" },
    };
    const secretsOf = async () => {
      const { store } = world.app.context;
      const found = await listClientSecrets(store, { workspaceId: ids.workspace });
      const house = found.find(({ client }) => client.oauthClientId === "ocl_house");
      return house?.kept.map((secret) => secret.reveal());
    };
    const put = (client: object) =>
      restart((workspace) => {
        workspace.oauth_clients = [client as typeof withSecrets];
      });
    await put({ ...withSecrets, client_secret: { file: "canary-new" } });
    await put(withSecrets);
    expect(await secretsOf()).toEqual(["one", "two"]);
    await put({ ...declared, client_id: "other-house", client_secret: { file: "one" } });
    expect(await secretsOf()).toEqual(["one"]);
  });

  test("two processes that start at once with a new file tell its changes once", async () => {
    const declared = (workspace: BootstrapInput["workspaces"][number]) => {
      workspace.apps = [{ id: "app_new", name: "New" }];
    };
    const from = world.logLines.length;
    const start = () =>
      world.another({
        declare: ({ workspaces: [workspace] }) => {
          if (workspace !== undefined) declared(workspace);
        },
      });
    await Promise.all([start(), start()]);
    const said = world.logLines.slice(from).filter((line) => line.includes("bootstrap file"));
    expect(said.map((line) => JSON.parse(line).msg).sort()).toEqual([
      "bootstrap file: app created",
      "the bootstrap file changes nothing",
    ]);
    const { data: records } = (await call("GET", "audit-records?limit=50")).body;
    const created = records.filter(
      (one: { target: { id: string } }) => one.target.id === "app_new",
    );
    expect(created).toHaveLength(1);
  });
});
