/** The connectors commands, run for real: files, plans, consents, refusals. */

import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { houseAlways, registerHouse } from "@grantry/testing/house";
import { startProxy } from "@grantry/testing/proxy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";
import { declareHouse, otherKey } from "./house.ts";

let world: World;
let bench: Bench;
const apps = Array.from({ length: 30 }, (_, at) => `app_cli_${at}`);
let used = 0;

beforeAll(async () => {
  world = await startWorld({
    declare: (bootstrap, sandbox) => declareHouse(bootstrap, sandbox, apps),
  });
  await registerHouse(world);
  bench = await createBench(keyEnvironment(world));
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
});

/** A project with an app of its own. */
async function project(): Promise<Folder & { readonly app: string }> {
  const app = apps[used] ?? "";
  used += 1;
  const folder = await bench.folder();
  await folder.write("grantry.json", { app });
  return {
    ...folder,
    app,
    run: (args, options = {}) =>
      folder.run(args, { ...options, env: { GRANTRY_APP: undefined, ...options.env } }),
  };
}

const file = (type: string) => `connectors/${type}.jsonc`;
const push = ["connectors", "push", "--yes", "--json"] as const;

async function listOf(app: string) {
  return (await apiOf(world, app).operator("external-auth/list")).body.integrations;
}

async function allow(url: string): Promise<void> {
  await consent(createJar(), url);
}

/** Connects a type by the command line and a browser. */
async function connect(folder: Folder, type: string, scopes = "calendar.read"): Promise<void> {
  const ran = await folder.run(["connectors", "initiate", type, "--scopes", scopes, "--json"]);
  await allow(ran.json.connect_url);
}

test("list-available names every type, for people and for scripts", async () => {
  const folder = await project();
  const [text, json] = [
    await folder.run(["connectors", "list-available"]),
    await folder.run(["connectors", "list-available", "--json"]),
  ];
  expect([text.code, text.stdout]).toEqual([
    0,
    expect.stringMatching(/googlecalendar +Google Calendar/),
  ]);
  const types = json.json.types.map((one: { type: string }) => one.type);
  expect(types).toEqual(expect.arrayContaining(["slack", "housenotes"]));
});

test("initiate prints a link; once it is used, the type is connected and says with what", async () => {
  const folder = await project();
  const args = ["connectors", "initiate", "housenotes", "--scopes", "calendar.read", "--json"];
  const started = await folder.run(args);
  expect([started.code, started.json.status]).toEqual([0, "pending"]);
  await allow(started.json.connect_url);
  const again = await folder.run(args);
  expect([again.code, again.json]).toEqual([
    0,
    {
      type: "housenotes",
      status: "completed",
      connect_url: null,
      authorization_id: null,
      scopes: ["calendar.read", ...houseAlways],
      missing: [],
    },
  ]);
  const status = await folder.run(["connectors", "status", "housenotes"]);
  expect(status.stdout).toMatch(/housenotes +active .* calendar\.read openid offline_access/);
});

test("initiate --wait ends when the consent does", async () => {
  const folder = await project();
  let walked: Promise<void> | undefined;
  const ran = await folder.run(["connectors", "initiate", "housenotes", "--wait", "--json"], {
    onProgress: (text) => {
      const url = /https?:\S+\/connect\/\S+/.exec(text)?.[0];
      if (url !== undefined) walked ??= allow(url);
    },
  });
  await walked;
  expect([ran.code, ran.json.status]).toEqual([0, "completed"]);
});

test("push shows the plan first, and --dry-run changes nothing", async () => {
  const folder = await project();
  await connect(folder, "housefiles");
  await folder.write(file("housenotes"), { type: "housenotes", scopes: ["calendar.read"] });
  const before = await listOf(folder.app);
  const dry = await folder.run(["connectors", "push", "--dry-run", "--json"]);
  expect([dry.code, dry.json.plan]).toEqual([
    0,
    [
      {
        type: "housenotes",
        action: "connect",
        file: file("housenotes"),
        add: ["calendar.read"],
        drop: [],
      },
      { type: "housefiles", action: "leave", file: null, add: [], drop: [] },
    ],
  ]);
  expect(await listOf(folder.app)).toEqual(before);
});

test("push --dry-run has the server judge: a misspelt scope, a missing client, what cannot be a scope", async () => {
  const folder = await project();
  await folder.write(file("sandboxcalendar"), {
    type: "sandboxcalendar",
    scopes: ["calendar.raed"],
    connection_config: { port: String(world.sandbox.port) },
  });
  await folder.write(file("slack"), { type: "slack", scopes: ["chat:write"] });
  await folder.write(file("housefiles"), { type: "housefiles", scopes: ["two words"] });
  const dry = await folder.run(["connectors", "push", "--dry-run", "--json"]);
  expect(dry.code).toBe(8);
  expect(dry.json.judged).toEqual([
    {
      type: "housefiles",
      error: { code: "scopes_invalid", message: expect.stringContaining("housefiles.jsonc:1: ") },
      unlisted_scopes: [],
    },
    { type: "sandboxcalendar", error: null, unlisted_scopes: ["calendar.raed"] },
    {
      type: "slack",
      error: {
        code: "connector_not_configured",
        message: expect.stringContaining("no OAuth client for Slack"),
      },
      unlisted_scopes: [],
    },
  ]);
  const text = await folder.run(["connectors", "push", "--dry-run"]);
  expect(text.stdout).toContain("(misspelt?): calendar.raed");
  expect(text.stdout).toContain("! slack would fail: ");
  expect(await listOf(folder.app)).toEqual([]);
});

describe("push --dry-run", () => {
  const attemptsOf = (app: string) => {
    const { db } = world.app.context.store;
    return db.selectFrom("authorizations").selectAll().where("app_id", "=", app).execute();
  };
  const dry = ["connectors", "push", "--dry-run"];

  test("says so where something carries it out all the same, and asks for nothing more", async () => {
    const folder = await project();
    for (const type of ["housefiles", "housenotes"]) await folder.write(file(type), { type });
    const proxy = await startProxy(world.url, {
      asked: (body) => body.replace(',"dry_run":true', ""),
    });
    try {
      const ran = await folder.run([...dry, "--json"], { env: { GRANTRY_SERVER: proxy.origin } });
      expect([ran.code, ran.json.error.code]).toEqual([7, "dry_run_ignored"]);
      expect(ran.json.error.message).toContain("An authorization of housefiles was started");
      expect(ran.stdout + ran.stderr).not.toContain("/connect/");
    } finally {
      await proxy.close();
    }
    expect(await attemptsOf(folder.app)).toHaveLength(1);
  });
});

test("push without --yes does nothing where nobody can be asked", async () => {
  const folder = await project();
  await folder.write(file("housenotes"), { type: "housenotes" });
  const ran = await folder.run(["connectors", "push"]);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("+ connect: housenotes")]);
  expect(ran.stderr).toContain("add --yes");
  const { db } = world.app.context.store;
  const attempts = db.selectFrom("authorizations").selectAll().where("app_id", "=", folder.app);
  expect(await attempts.execute()).toEqual([]);
});

test("push connects, keeps what fits, and removes only with --prune", async () => {
  const folder = await project();
  await connect(folder, "housefiles");
  await folder.write(file("housenotes"), { type: "housenotes", scopes: ["calendar.read"] });
  const first = await folder.run(push);
  expect([first.code, first.json.results]).toMatchObject([
    0,
    [{ type: "housenotes", result: "needs_authorization" }],
  ]);
  await allow(first.json.results[0].connect_url);
  const second = await folder.run(push);
  expect(second.json.results).toEqual([
    {
      type: "housenotes",
      result: "connected",
      scopes: ["calendar.read", ...houseAlways],
      missing: [],
    },
  ]);
  expect((await listOf(folder.app)).length).toBe(2);
  const third = await folder.run([...push, "--prune"]);
  expect(third.json.results.at(-1)).toEqual({ type: "housefiles", result: "removed" });
  expect((await listOf(folder.app)).length).toBe(1);
});

test("a scope that the server refuses is said, with its file and line, and the others go on", async () => {
  const folder = await project();
  await folder.write(file("housefiles"), '{\n  "type": "housefiles",\n  "scopes": ["quo\\"te"]\n}');
  await folder.write(file("housenotes"), { type: "housenotes" });
  const ran = await folder.run(push);
  expect(ran.code).toBe(8);
  expect(ran.json.results).toMatchObject([
    {
      type: "housefiles",
      result: "failed",
      error: {
        code: "scopes_invalid",
        message: expect.stringMatching(/^connectors\/housefiles\.jsonc:3: .*quo/),
      },
    },
    { type: "housenotes", result: "needs_authorization" },
  ]);
});

test("another operator's connection is named, and replaced only when asked", async () => {
  const folder = await project();
  const other = { env: { GRANTRY_API_KEY: otherKey } };
  const args = ["connectors", "initiate", "housenotes", "--scopes", "calendar.read", "--json"];
  const theirs = await folder.run(args, other);
  await allow(theirs.json.connect_url);
  const mine = await folder.run(args);
  expect([mine.code, mine.json.error.code]).toEqual([6, "connected_by_other_operator"]);
  expect(mine.json.error.message).toMatch(/the key "other".*--force-reconnect/);
  const forced = await folder.run([...args, "--force-reconnect"]);
  expect([forced.code, forced.json.connect_url]).toEqual([0, expect.stringContaining(world.url)]);
});

test("pull writes a file per type and keeps comments, order and what was not changed", async () => {
  const folder = await project();
  await connect(folder, "housenotes", "calendar.read");
  await connect(folder, "housefiles", "calendar.write");
  const notes = `// Why we need it.
{
  "type": "housenotes", // the team's
  "scopes": [
    // to look
    "calendar.read",
    // to change: not any more
    "calendar.write",
    "openid" // who
  ]
}
`;
  await folder.write("connectors/mine.jsonc", notes);
  const ran = await folder.run(["connectors", "pull", "--json"]);
  expect([ran.code, ran.json.files]).toEqual([
    0,
    [
      { file: file("housefiles"), what: "new" },
      { file: "connectors/mine.jsonc", what: "changed" },
    ],
  ]);
  expect(JSON.parse(await folder.read(file("housefiles")))).toEqual({
    type: "housefiles",
    scopes: ["calendar.write", ...houseAlways],
  });
  const after = await folder.read("connectors/mine.jsonc");
  for (const kept of ["// Why we need it.", "// the team's", "// to look", "// who"]) {
    expect(after).toContain(kept);
  }
  expect(after).not.toContain("calendar.write");
  expect(after).toContain('"offline_access"');
  const again = await folder.run(["connectors", "pull", "--json"]);
  expect(again.json.files).toEqual([]);
  expect(await folder.read("connectors/mine.jsonc")).toBe(after);
  const config = JSON.parse(await folder.read("grantry.json"));
  expect(config.app_user_connectors).toMatchObject([
    { id: ids.userConnector, type: "sandboxcalendar" },
  ]);
});

test("pull deletes the file of a type that is gone only with --prune", async () => {
  const folder = await project();
  await folder.write(file("housenotes"), { type: "housenotes" });
  const kept = await folder.run(["connectors", "pull", "--json"]);
  expect([kept.json.kept, await folder.names("connectors")]).toEqual([
    [file("housenotes")],
    ["housenotes.jsonc"],
  ]);
  await folder.run(["connectors", "pull", "--prune"]);
  expect(await folder.names("connectors")).toEqual([]);
});

test("disconnect asks first, revokes, and says what became of the grant", async () => {
  const folder = await project();
  await connect(folder, "housenotes");
  const unasked = await folder.run(["connectors", "disconnect", "housenotes"]);
  expect([unasked.code, (await listOf(folder.app))[0].status]).toEqual([2, "active"]);
  const done = await folder.run(["connectors", "disconnect", "housenotes", "--yes", "--json"]);
  expect([done.code, done.json.status]).toEqual([0, "disconnected"]);
  expect((await listOf(folder.app))[0].status).toBe("disconnected");
  await folder.run(["connectors", "disconnect", "housenotes", "-y", "--remove"]);
  expect(await listOf(folder.app)).toEqual([]);
});

test.each([
  [
    "no JSON",
    '{\n "type": "housenotes",\n "scopes": [\n',
    /connectors\/bad\.jsonc:\d: this is not JSON/,
  ],
  ["empty", "", /connectors\/bad\.jsonc:1: this is not JSON/],
  ["no type", '{\n "scopes": []\n}', /bad\.jsonc:1: type: /],
  ["a type that is none", '{\n "type": "a b"\n}', /bad\.jsonc:2: type: letters, digits/],
  [
    "a scope that is no text",
    '{"type": "housenotes",\n "scopes": ["a",\n 7]}',
    /bad\.jsonc:3: scopes\[1\]: /,
  ],
  [
    "a type twice",
    '{\n\n"type": "good" }',
    /good\.jsonc:1: type: "good" is in .*bad\.jsonc already/,
  ],
  [
    "an unknown type",
    '{\n "type": "unheard_of"\n}',
    /bad\.jsonc:2: type: the server knows no type "unheard_of"/,
  ],
])(
  "a connector file that is wrong is named with line and key, and nothing is done: %s",
  async (_name, text, said) => {
    const folder = await project();
    await folder.write("connectors/bad.jsonc", text);
    const good = text.includes("good") ? "good" : "housenotes";
    if (!text.includes('"housenotes"')) await folder.write("connectors/good.jsonc", { type: good });
    const ran = await folder.run(["connectors", "push", "--yes"]);
    expect([ran.code, ran.stderr]).toEqual([3, expect.stringMatching(said)]);
    const { db } = world.app.context.store;
    const attempts = db.selectFrom("authorizations").selectAll().where("app_id", "=", folder.app);
    expect(await attempts.execute()).toEqual([]);
  },
);

test("an unknown type at initiate is said, with what is near it", async () => {
  const ran = await (await project()).run(["connectors", "initiate", "housenote", "--json"]);
  expect([ran.code, ran.json.error]).toMatchObject([6, { code: "connector_not_found" }]);
  expect(ran.json.error.message).toContain("near it: housefiles, housenotes");
});
