/**
 * The official command line, as npm has it, against the real server with nothing changed but
 * `BASE44_API_URL`: every connectors command, in every case that it knows. Prints a row per case.
 */
import type { Answer } from "@grantry/sandbox/faults";
import type { Sandbox } from "@grantry/sandbox/sandbox";
import { type VisitorChoices, visit } from "@grantry/sandbox/visitor";
import { apiOf } from "@grantry/testing/api";
import { confirmationTokenOf, consent, createJar, departureOf } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareHouse, houseAlways, houseSecret, registerHouse } from "@grantry/testing/house";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { startProxy } from "@grantry/testing/proxy";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { createCaseTable } from "@grantry/testing/table";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BootstrapInput } from "../../src/service/bootstrap/bootstrap-schema.ts";
import { expectRun, linkIn } from "./expectations.ts";
import { installOfficialCli, type OfficialCli } from "./install.ts";
import { type Bench, createBench, type Project } from "./run.ts";

/** Keys that the command line takes: it looks at how they begin. */
const key = `b44k_${"k".repeat(40)}`;
const otherKey = `b44k_${"o".repeat(40)}`;
const always = houseAlways;

let cli: OfficialCli;
let bench: Bench;
let world: World;
/** Every test has an app of its own. */
const apps: string[] = [];
const others: ScriptedServer[] = [];
const table = createCaseTable();
let cases = 0;

beforeAll(async () => {
  cli = await installOfficialCli();
  for (let count = 0; count < 60; count += 1) apps.push(`app_cli_${count}`);
  world = await startWorld({ declare: declareBench });
  await registerHouse(world);
  bench = await createBench(cli, { BASE44_API_URL: world.url, BASE44_API_KEY: key });
});
afterAll(async () => {
  console.log(table.text());
  for (const other of others) await other.close();
  await bench?.close();
  await world?.close();
  await cli?.remove();
});

function declareBench(bootstrap: BootstrapInput, sandbox: Sandbox): void {
  const [workspace] = bootstrap.workspaces;
  if (workspace === undefined) throw new Error("no workspace");
  workspace.api_keys?.push({ id: "key_cli", name: "cli", secret: { env: key } });
  workspace.api_keys?.push({ id: "key_other", name: "other", secret: { env: otherKey } });
  workspace.apps?.push(...apps.map((id) => ({ id, name: `App ${id}` })));
  declareHouse(bootstrap, sandbox);
}

/** A test that is a row of the table. */
function kase(command: string, name: string, work: (project: Project, appId: string) => unknown) {
  test(`${command}: ${name}`, async () => {
    const row = table.add(command, name);
    const appId = apps[cases] ?? "";
    cases += 1;
    await work(await bench.project(appId), appId);
    row.passed();
  });
}

const filePath = (type: string) => `base44/connectors/${type}.jsonc`;
const putFile = (project: Project, type: string, scopes: readonly string[]) =>
  project.write(filePath(type), { type, scopes });
const initiate = (type: string, ...more: string[]) =>
  ["connectors", "initiate", "--integration-type", type, ...more] as const;
const push = ["connectors", "push", "-y"] as const;
const pull = ["connectors", "pull"] as const;

const allow = async (url: string, choices: VisitorChoices = {}) => {
  await consent(createJar(), url, choices);
};

/** Connects a type by the command line and a browser. */
async function connect(project: Project, type: string, scopes = "calendar.read"): Promise<void> {
  await allow(linkIn(await project.run(initiate(type, "--scopes", scopes))));
}

/** What the server lists, as the operator sees it. */
async function listOf(appId: string, apiKey = key) {
  const { body } = await apiOf(world, appId).call("external-auth/list", {
    headers: { api_key: apiKey },
  });
  return body.integrations;
}

/** Connects a type in the app as another operator of the workspace. */
async function connectAsOther(appId: string, type: string, scopes = ["calendar.read"]) {
  const { body } = await apiOf(world, appId).call(`external-auth/integrations/${type}`, {
    method: "PUT",
    headers: { api_key: otherKey, "content-type": "application/json" },
    body: JSON.stringify({ scopes }),
  });
  await allow(body.redirect_url, { account: "sandbox-bo" });
}

/** The one at the terminal, who answers "Open browser to authorize now?" with Enter. */
const agrees = { after: /Open browser to authorize now/, keys: "\r" };

/** Says which scopes of `housenotes` the workspace allows while the work is done. */
async function whileAllowed(scopes: readonly string[], work: () => Promise<void>): Promise<void> {
  const operate = workspaceApiOf(world, { as: key });
  const allow = async (allowed_scopes: readonly string[] | null) => {
    const answer = await operate("PATCH", "policies/housenotes", { allowed_scopes });
    expect(answer.status).toBe(200);
  };
  await allow(scopes);
  try {
    await work();
  } finally {
    await allow(null);
  }
}

/** The address of something else than the server, which answers everything alike. */
async function otherThan(answer: Answer): Promise<string> {
  const other = await startScriptedServer({ answers: { "*": answer } });
  others.push(other);
  return other.origin;
}

describe("connectors list-available", () => {
  kase("list-available", "as text", async (project) => {
    const ran = await project.run(["connectors", "list-available"]);
    expectRun(ran, 0, "Google Calendar", "The housenotes", /Found \d+ available integrations/);
  });

  kase("list-available", "--json", async (project) => {
    const ran = await project.run(["connectors", "list-available", "--json"]);
    expectRun(ran, 0);
    const types = JSON.parse(ran.stdout).integrations.map(
      (one: { integrationType: string }) => one.integrationType,
    );
    expect(types).toEqual(expect.arrayContaining(["slack", "sandboxcalendar", "housefiles"]));
    expect(types.length).toBeGreaterThan(45);
  });

  kase("list-available", "--app-id, outside a project", async (_project, appId) => {
    const elsewhere = await bench.project(null);
    await elsewhere.remove("base44/config.jsonc");
    const ran = await elsewhere.run(["connectors", "list-available", "--app-id", appId]);
    expectRun(ran, 0, "Google Calendar");
  });
});

describe("connectors initiate", () => {
  kase("initiate", "new, by a script", async (project, appId) => {
    const ran = await project.run(initiate("housenotes", "--scopes", "calendar.read"));
    expectRun(ran, 0, "Authorize housenotes here", "housenotes initialized. Open the link above");
    await allow(linkIn(ran));
    expect(await listOf(appId)).toMatchObject([
      { integration_type: "housenotes", status: "active", scopes: ["calendar.read", ...always] },
    ]);
  });

  kase("initiate", "new, by a person with a browser", async (project) => {
    const opened: string[] = [];
    const ran = await project.run(initiate("housenotes"), {
      person: {
        types: [agrees],
        onBrowser: async (url) => {
          opened.push(url);
          await allow(url);
        },
      },
    });
    expectRun(ran, 0, "housenotes authorization complete", "housenotes authorized");
    expect(opened).toEqual([linkIn(ran)]);
  });

  kase("initiate", "same scopes", async (project) => {
    await connect(project, "housenotes", "calendar.read,calendar.write");
    const ran = await project.run(
      initiate("housenotes", "--scopes", "calendar.write", "calendar.read"),
    );
    expectRun(ran, 0, "housenotes is already authorized");
  });

  kase(
    "initiate",
    "changed scopes: the old ones hold until the consent",
    async (project, appId) => {
      await connect(project, "housenotes");
      const ran = await project.run(initiate("housenotes", "--scopes", "calendar.write"));
      expectRun(ran, 0, "Authorize housenotes here");
      expect((await listOf(appId))[0].scopes).toEqual(["calendar.read", ...always]);
      await allow(linkIn(ran));
      expect((await listOf(appId))[0].scopes).toEqual(["calendar.write", ...always]);
    },
  );

  kase("initiate", "denied in the browser", async (project, appId) => {
    const ran = await project.run(initiate("housenotes"), {
      person: { types: [agrees], onBrowser: (url) => allow(url, { deny: true }) },
    });
    expectRun(ran, 0, "housenotes authorization failed", "Open the link above");
    // It is set all the same, and can be tried again.
    expect(await listOf(appId)).toMatchObject([{ status: "disconnected" }]);
  });

  kase("initiate", "timed out in the browser", async (project) => {
    const ran = await project.run(initiate("housenotes"), { person: { types: [agrees] } });
    expectRun(ran, 0, "housenotes authorization timed out", "Open the link above");
  });

  kase("initiate", "skipped with Esc", async (project) => {
    const skips = { after: /Waiting for housenotes authorization/, keys: "\u001b" };
    const ran = await project.run(initiate("housenotes"), { person: { types: [agrees, skips] } });
    expectRun(ran, 0, "housenotes skipped");
  });

  kase("initiate", "--json, new and then authorized", async (project) => {
    const first = await project.run(initiate("housenotes", "--json"));
    expectRun(first, 0);
    const answer = JSON.parse(first.stdout);
    expect(answer).toEqual({
      integrationType: "housenotes",
      alreadyAuthorized: false,
      redirectUrl: expect.stringContaining(world.url),
      connectionId: expect.stringMatching(/^auz_/),
    });
    await allow(answer.redirectUrl);
    const second = await project.run(initiate("housenotes", "--json"));
    expect(JSON.parse(second.stdout)).toEqual({
      integrationType: "housenotes",
      alreadyAuthorized: true,
      redirectUrl: null,
      connectionId: null,
    });
  });

  kase("initiate", "another collaborator's", async (project, appId) => {
    await connectAsOther(appId, "housenotes");
    const ran = await project.run(initiate("housenotes", "--scopes", "calendar.read"));
    expectRun(ran, 1, /different_user .*Already connected by operator with the key "other"/);
  });

  kase("initiate", "unknown type", async (project) => {
    const ran = await project.run(initiate("unheard_of"));
    expectRun(ran, 1, 'there is no integration type "unheard_of"');
  });

  kase("initiate", "no OAuth client registered", async (project) => {
    expectRun(await project.run(initiate("slack")), 1, /no OAuth client for Slack.*register one/);
  });

  kase("initiate", "a scope that cannot be one", async (project) => {
    const ran = await project.run(initiate("housenotes", "--scopes", 'quo"te'));
    expectRun(ran, 1, /Not a scope: "quo\\"te"/);
  });

  kase(
    "initiate",
    "a scope that the workspace does not allow: left out",
    async (project, appId) => {
      await whileAllowed(["calendar.read"], async () => {
        const args = initiate("housenotes", "--scopes", "calendar.read,calendar.write");
        const first = await project.run(args);
        expectRun(first, 0, "Authorize housenotes here");
        expect(first.text).not.toContain("calendar.write");
        await allow(linkIn(first));
        expect((await listOf(appId))[0].scopes).toEqual(["calendar.read", ...always]);
        expectRun(await project.run(args), 0, "housenotes is already authorized");
      });
    },
  );

  kase("initiate", "only scopes that the workspace does not allow", async (project) => {
    await whileAllowed(["calendar.read"], async () => {
      const ran = await project.run(initiate("housenotes", "--scopes", "calendar.write"));
      expectRun(ran, 1, /does not allow these scopes of "housenotes": "calendar\.write"/);
    });
  });

  kase("initiate", "a type that needs a setting: the page asks for it", async (project, appId) => {
    const ran = await project.run(initiate("sandboxcalendar", "--scopes", "calendar.read"));
    expectRun(ran, 0, "Authorize sandboxcalendar here");
    const jar = createJar();
    const token = confirmationTokenOf(await jar.get(linkIn(ran)));
    const form = { decision: "continue", token, setting_port: "none" };
    expect((await jar.post(linkIn(ran), form)).status).toBe(400);
    const right = { ...form, setting_port: String(world.sandbox.port) };
    const left = await jar.post(linkIn(ran), right);
    const callback = await visit(departureOf(left));
    expect((await jar.get(callback.href)).status).toBe(200);
    expect(await listOf(appId)).toMatchObject([
      { integration_type: "sandboxcalendar", status: "active" },
    ]);
    await putFile(project, "sandboxcalendar", ["calendar.read"]);
    expectRun(await project.run(push), 0, "Synced: sandboxcalendar");
  });
});

describe("connectors push", () => {
  kase("push", "new, by a script; again gives the same link", async (project, appId) => {
    await putFile(project, "housenotes", ["calendar.read"]);
    const first = await project.run(push);
    expectRun(first, 0, "Failed: housenotes - needs authorization", "Skipped OAuth");
    const second = await project.run(push);
    expect(linkIn(second)).toBe(linkIn(first));
    const scopes = ["calendar.read", ...always];
    expect(await listOf(appId)).toMatchObject([{ status: "disconnected", scopes }]);
    // A pull before the consent leaves the file where it is.
    expectRun(await project.run(pull), 0);
    expect(await project.read(filePath("housenotes"))).toContain("calendar.read");
  });

  kase("push", "new, by a person with a browser", async (project) => {
    await putFile(project, "housenotes", ["calendar.read"]);
    await putFile(project, "housefiles", []);
    await connect(project, "housenotes");
    const ran = await project.run(push, {
      person: { types: [agrees], onBrowser: (url) => allow(url) },
    });
    expectRun(ran, 0, "Synced: housenotes", "Added: housefiles");
  });

  kase("push", "unchanged", async (project) => {
    await connect(project, "housenotes");
    await putFile(project, "housenotes", ["calendar.read"]);
    expectRun(await project.run(push), 0, "Synced: housenotes", "Connectors pushed");
  });

  kase("push", "changed", async (project, appId) => {
    await connect(project, "housenotes");
    await putFile(project, "housenotes", ["calendar.read", "calendar.write"]);
    const ran = await project.run(push);
    expectRun(ran, 0, "housenotes - needs authorization");
    await allow(linkIn(ran));
    expectRun(await project.run(push), 0, "Synced: housenotes");
    expect((await listOf(appId))[0].scopes).toContain("calendar.write");
  });

  kase("push", "removed: revoked at the provider", async (project, appId) => {
    await connect(project, "housenotes");
    await connect(project, "housefiles");
    await putFile(project, "housenotes", ["calendar.read"]);
    const grants = await world.sandbox.ledger.liveGrants();
    expectRun(await project.run(push), 0, "Synced: housenotes", "Removed: housefiles");
    expect(await world.sandbox.ledger.liveGrants()).toBe(grants - 1);
    const types = (await listOf(appId)).map(
      (one: { integration_type: string }) => one.integration_type,
    );
    expect(types).toEqual(["housenotes"]);
  });

  kase("push", "nothing local: everything is removed", async (project, appId) => {
    await connect(project, "housenotes");
    expectRun(await project.run(push), 0, "No local connectors found", "Removed: housenotes");
    expect(await listOf(appId)).toEqual([]);
  });

  kase("push", "another collaborator's", async (project, appId) => {
    await connectAsOther(appId, "housenotes");
    await putFile(project, "housenotes", ["calendar.read"]);
    const ran = await project.run(push);
    expectRun(ran, 0, /Failed: housenotes - Already connected by operator with the key "other"/);
  });

  kase("push", "what cannot be is said for each, the rest goes on", async (project) => {
    await connect(project, "housenotes");
    await putFile(project, "housenotes", ["calendar.read"]);
    await putFile(project, "housefiles", ["two words"]);
    await putFile(project, "unheard_of", []);
    await putFile(project, "slack", []);
    await putFile(project, "sandboxcalendar", []);
    await putFile(project, "stripe", []);
    const ran = await project.run(push);
    expectRun(
      ran,
      0,
      "Synced: housenotes",
      /Failed: housefiles - .*Not a scope: "two words"/,
      /Failed: unheard_of - .*there is no integration type/,
      /Failed: slack - .*no OAuth client for Slack/,
      "Failed: sandboxcalendar - needs authorization",
      /Failed: stripe - .*does not set up payments/,
    );
  });

  kase("push", "a scope that the workspace does not allow: left out", async (project, appId) => {
    await putFile(project, "housenotes", ["calendar.read", "calendar.write"]);
    await whileAllowed(["calendar.read"], async () => {
      const first = await project.run(push);
      expectRun(first, 0, "Failed: housenotes - needs authorization");
      expect(first.text).not.toContain("calendar.write");
      await allow(linkIn(first));
      expectRun(await project.run(push), 0, "Synced: housenotes");
    });
    expect((await listOf(appId))[0].scopes).toEqual(["calendar.read", ...always]);
  });

  kase("push", "only scopes that the workspace does not allow", async (project) => {
    await putFile(project, "housenotes", ["calendar.write"]);
    await whileAllowed(["calendar.read"], async () => {
      expectRun(await project.run(push), 0, /Failed: housenotes - .*"calendar\.write"/);
    });
  });

  kase(
    "push",
    "an answer that was lost on the way: asked again, the same attempt",
    async (project, appId) => {
      let lost = 0;
      const proxy = await startProxy(world.url, {
        answered: (answer, { method }) => {
          if (method !== "PUT" || lost === 2) return answer;
          lost += 1;
          return { status: 503, body: {} };
        },
      });
      others.push(proxy);
      await putFile(project, "housenotes", ["calendar.read"]);
      const ran = await project.run(push, { env: { BASE44_API_URL: proxy.origin } });
      expect(lost).toBe(2);
      expectRun(ran, 0, "housenotes - needs authorization");
      const attempts = await world.app.context.store.db
        .selectFrom("authorizations")
        .select("status")
        .where("app_id", "=", appId)
        .execute();
      expect(attempts).toEqual([{ status: "pending" }]);
    },
  );

  kase("push", "--json", async (project) => {
    await putFile(project, "housenotes", ["calendar.read"]);
    const ran = await project.run(["connectors", "push", "-y", "--json"]);
    expectRun(ran, 0);
    expect(JSON.parse(ran.stdout).results).toEqual([
      {
        type: "housenotes",
        action: "needs_oauth",
        redirectUrl: linkIn(ran),
        connectionId: expect.stringMatching(/^auz_/),
      },
    ]);
  });

  kase("push", "without -y, by a script", async (project, appId) => {
    await connect(project, "housenotes");
    expectRun(await project.run(["connectors", "push"]), 1, "--yes is required");
    expect(await listOf(appId)).toHaveLength(1);
  });
});

describe("connectors pull", () => {
  kase("pull", "new files, then nothing to do", async (project) => {
    await connect(project, "housenotes");
    await connect(project, "housefiles", "calendar.write");
    expectRun(await project.run(pull), 0, "Written: housefiles, housenotes");
    expect(await project.connectors()).toEqual(["housefiles.jsonc", "housenotes.jsonc"]);
    expect(JSON.parse(await project.read(filePath("housefiles")))).toEqual({
      type: "housefiles",
      scopes: ["calendar.write", ...always],
    });
    expectRun(await project.run(pull), 0, "All connectors are already up to date");
  });

  kase("pull", "what it wrote is pushed as unchanged", async (project) => {
    await connect(project, "housenotes");
    await project.run(pull);
    expectRun(await project.run(push), 0, "Synced: housenotes");
  });

  kase("pull", "comments are kept where nothing changed", async (project) => {
    await connect(project, "housenotes");
    const scopes = JSON.stringify(["calendar.read", ...always]);
    const commented = `{\n  // Why we need it.\n  "type": "housenotes", "scopes": ${scopes},\n}\n`;
    await project.write("base44/connectors/my-notes.jsonc", commented);
    expectRun(await project.run(pull), 0, "already up to date");
    expect(await project.read("base44/connectors/my-notes.jsonc")).toBe(commented);
    expect(await project.connectors()).toEqual(["my-notes.jsonc"]);
  });

  kase("pull", "changed scopes are written under the file's own name", async (project) => {
    await connect(project, "housenotes", "calendar.write");
    await project.write("base44/connectors/my-notes.jsonc", { type: "housenotes", scopes: ["a"] });
    expectRun(await project.run(pull), 0, "Written: housenotes");
    const { scopes } = JSON.parse(await project.read("base44/connectors/my-notes.jsonc"));
    expect(scopes).toEqual(["calendar.write", ...always]);
  });

  kase("pull", "files of types that are not there are deleted", async (project) => {
    await connect(project, "housenotes");
    await putFile(project, "slack", []);
    expectRun(await project.run(pull), 0, "Deleted: slack", "Written: housenotes");
    expect(await project.connectors()).toEqual(["housenotes.jsonc"]);
  });

  kase("pull", "a disconnected one is written, too", async (project, appId) => {
    await connect(project, "housenotes");
    const path = "external-auth/integrations/housenotes";
    await apiOf(world, appId).call(path, { method: "DELETE", headers: { api_key: key } });
    expectRun(await project.run(pull), 0, "Written: housenotes");
  });

  kase("pull", "--json", async (project) => {
    await connect(project, "housenotes");
    const ran = await project.run([...pull, "--json"]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      pulled: 1,
      written: ["housenotes"],
      deleted: [],
    });
  });
});

describe("types generate", () => {
  kase("types generate", "names the connectors", async (project) => {
    await connect(project, "housenotes");
    await project.run(pull);
    expectRun(await project.run(["types", "generate"]), 0);
    const types = await project.read("base44/.types/types.d.ts");
    expect(types).toContain("interface ConnectorTypeRegistry");
    expect(types).toContain('"housenotes": true;');
  });
});

describe("link", () => {
  kase("link", "--app-id", async (_project, appId) => {
    const project = await bench.project(null);
    expectRun(await project.run(["link", "--app-id", appId]), 0, "Project linked");
    expect(await project.read("base44/.app.jsonc")).toContain(`"${appId}"`);
  });

  kase("link", "--app-id of another workspace", async () => {
    const project = await bench.project(null);
    const ran = await project.run(["link", "--app-id", ids.foreignApp]);
    expectRun(ran, 1, `App with ID "${ids.foreignApp}" not found`);
  });
});

describe("a server that is not what it should be", () => {
  const commands = {
    "list-available": ["connectors", "list-available"],
    initiate: initiate("housenotes"),
    pull,
    push,
  } as const;

  kase("every command", "wrong address: nobody listens", async (project) => {
    const address = await otherThan({});
    await others.pop()?.close();
    for (const args of Object.values(commands)) {
      const ran = await project.run(args, { env: { BASE44_API_URL: address } });
      expectRun(ran, 1, /fetch failed|connect|ECONNREFUSED/i);
    }
  });

  kase("every command", "wrong address: this server, under a path", async (project) => {
    const ran = await project.run(["link", "--app-id", "app_x"], {
      env: { BASE44_API_URL: `${world.url}/nowhere` },
    });
    expectRun(ran, 1, /already linked/);
    const other = await bench.project(null);
    const env = { BASE44_API_URL: `${world.url}/nowhere` };
    const linked = await other.run(["link", "--app-id", "app_x"], { env });
    expectRun(linked, 1, "There is nothing at this address");
  });

  kase("every command", "rubbish: HTML", async (project) => {
    const headers = { "content-type": "text/html" };
    const address = await otherThan({ body: "<html>hello</html>", headers });
    for (const args of Object.values(commands)) {
      const ran = await project.run(args, { env: { BASE44_API_URL: address } });
      expectRun(ran, 1, /Unexpected token|not valid JSON/);
    }
  });

  kase("every command", "rubbish: JSON of another shape", async (project) => {
    const address = await otherThan({ body: { hello: 1 } });
    for (const args of Object.values(commands)) {
      const ran = await project.run(args, { env: { BASE44_API_URL: address } });
      expectRun(ran, 1, "Invalid response from server");
    }
  });

  kase("initiate", "the address from the project's .env", async (project) => {
    await project.write(".env", `BASE44_API_URL=${world.url}\n`);
    const ran = await project.run(initiate("housenotes"), { env: { BASE44_API_URL: undefined } });
    expectRun(ran, 0, "Authorize housenotes here");
  });
});

describe("who may", () => {
  const wrong = `b44k_${"w".repeat(40)}`;

  kase("every command", "wrong key", async (project) => {
    for (const args of [["connectors", "list-available"], initiate("housenotes"), pull, push]) {
      const ran = await project.run(args, { env: { BASE44_API_KEY: wrong } });
      expectRun(ran, 1, "Unauthorized", "workspace API key");
      expect(ran.text).not.toContain(wrong);
    }
  });

  kase("initiate", "wrong key, --json", async (project) => {
    const ran = await project.run(initiate("housenotes", "--json"), {
      env: { BASE44_API_KEY: wrong },
    });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: expect.stringContaining("Unauthorized"),
      code: "API_ERROR",
      statusCode: 401,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  kase("pull", "an app of another workspace", async () => {
    const project = await bench.project(ids.foreignApp);
    expectRun(await project.run(pull), 1, "The app was not found");
  });

  kase("every command", "nothing printed or logged holds a secret", async (project) => {
    const ran = await project.run(initiate("housenotes"));
    const link = linkIn(ran);
    const told = [key, otherKey, houseSecret, link.slice(link.lastIndexOf("/") + 1)];
    for (const secret of [...told, secrets.clientSecret]) {
      expect(world.logLines.join("\n")).not.toContain(secret);
    }
    expect(ran.text).not.toContain(houseSecret);
  });
});
