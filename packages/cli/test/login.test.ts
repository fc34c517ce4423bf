/** Signing in and out by the real program, and every way in which that is not enough. */
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "@grantry/sandbox/faults";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { signedIn } from "@grantry/testing/operators";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment, type Ran } from "./bench.ts";
import { declareHouse } from "./house.ts";

let world: World;
let bench: Bench;
const servers: ScriptedServer[] = [];

beforeAll(async () => {
  world = await startWorld({
    declare: (bootstrap, sandbox) => declareHouse(bootstrap, sandbox, []),
  });
  bench = await createBench({ GRANTRY_SERVER: world.url, GRANTRY_APP: ids.app });
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await bench?.close();
  await world?.close();
});

/** Signs in; the person approves in a browser as soon as the code is shown. */
async function login(folder: Folder, email: string, ...more: string[]): Promise<Ran> {
  return await loginBy(folder.run, email, more);
}

async function loginBy(run: Folder["run"], email: string, more: string[] = []): Promise<Ran> {
  let decided: Promise<unknown> | undefined;
  const ran = await run(["login", "--json", ...more], {
    // A person takes longer than the first interval of the program.
    wait: async () => {
      await decided;
    },
    onProgress: (text) => {
      const code = /code ([A-Z]{4}-[A-Z]{4})/.exec(text)?.[1];
      if (code !== undefined) decided ??= decide(email, code);
    },
  });
  await decided;
  return ran;
}

async function decide(email: string, user_code: string): Promise<void> {
  const browser = await signedIn(world, email);
  await browser.post("/device", { user_code });
  await browser.post("/device/decision", { user_code, decision: "approve" });
}

const loginFile = ({ home }: Folder) => join(home, "config/grantry/logins.json");

/** Something else than the server: all that it answers is this. */
async function startOther(fault: Fault): Promise<ScriptedServer> {
  const server = await startScriptedServer({ answers: { "*": { body: { whole: "answer" } } } });
  server.faults.every("*", fault);
  servers.push(server);
  return server;
}

test("login keeps the tokens in a file of the person's own, and prints none", async () => {
  const folder = await bench.folder();
  const ran = await loginBy(folder.runProcess, "member@example.com");
  expect([ran.code, ran.json]).toMatchObject([
    0,
    { server: world.url, email: "member@example.com", name: "member" },
  ]);
  expect((await stat(loginFile(folder))).mode & 0o777).toBe(0o600);
  expect(ran.stdout + ran.stderr).not.toMatch(/grantry_[ar]t_/);
  const who = await folder.run(["whoami", "--json"]);
  expect([who.code, who.json]).toEqual([
    0,
    {
      server: world.url,
      by: "login",
      email: "member@example.com",
      name: "member",
      workspaces: [{ id: ids.workspace, name: "Test workspace", role: "member" }],
    },
  ]);
  const out = await folder.run(["logout"]);
  expect([out.code, (await folder.run(["whoami"])).code]).toEqual([0, 4]);
});

test("an access token that is over is refreshed; a login that was revoked says so and is forgotten", async () => {
  const folder = await bench.folder();
  await login(folder, "member@example.com");
  const { db } = world.app.context.store;
  const path = loginFile(folder);
  const age = async () => {
    const kept = JSON.parse(await readFile(path, "utf8"));
    kept.logins[world.url].expires_at = 1;
    await writeFile(path, JSON.stringify(kept));
    return kept.logins[world.url].refresh_token as string;
  };
  const before = await age();
  expect((await folder.run(["whoami"])).code).toBe(0);
  const after = await age();
  expect(after).not.toBe(before);
  await db.deleteFrom("cli_tokens").execute();
  const over = await folder.run(["whoami", "--json"]);
  expect([over.code, over.json.error.code]).toEqual([4, "login_over"]);
  expect(over.json.error.message).toContain("grantry login");
  const gone = await folder.run(["whoami", "--json"]);
  expect([gone.code, gone.json.error.code]).toEqual([4, "not_signed_in"]);
});

test("without the role it is said which one is needed, and nothing is done", async () => {
  const folder = await bench.folder();
  await login(folder, "viewer@example.com");
  await folder.write("connectors/sandboxcalendar.jsonc", { type: "sandboxcalendar" });
  const ran = await folder.run(["connectors", "push", "--yes", "--json"]);
  expect([ran.code, ran.json.error.code]).toEqual([5, "forbidden"]);
  expect(ran.json.error.message).toContain("This needs the role member");
});

test("a login for reading only names the scope that is missing", async () => {
  const folder = await bench.folder();
  await login(folder, "owner@example.com", "--read-only");
  const ran = await folder.run(["connectors", "initiate", "sandboxcalendar"]);
  expect([ran.code, ran.stderr]).toEqual([5, expect.stringContaining("apps:write")]);
});

test("a file of logins that others can read is not used", async () => {
  const folder = await bench.folder();
  await login(folder, "member@example.com");
  await chmod(loginFile(folder), 0o644);
  const ran = await folder.run(["whoami"]);
  expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining("chmod 600")]);
});

test("a key that is wrong is refused without being repeated", async () => {
  const folder = await bench.folder();
  const key = `grantry_wk_${"z".repeat(40)}`;
  const ran = await folder.run(["whoami", "--json"], { env: { GRANTRY_API_KEY: key } });
  expect([ran.code, ran.json.error.code]).toEqual([4, "unauthorized"]);
  expect(ran.stdout + ran.stderr).not.toContain(key);
});

test("a key is not sent to a server that only a project file names", async () => {
  const other = await startOther({ kind: "answer", body: {} });
  const folder = await bench.folder();
  await folder.write("grantry.json", { server: other.origin, app: ids.app });
  const env = { GRANTRY_API_KEY: secrets.workspaceKey, GRANTRY_SERVER: undefined };
  const ran = await folder.run(["whoami"], { env });
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("named by --server")]);
  expect(other.requests).toEqual([]);
});

test.each([
  ["no URL", "grantry", 2, /must be a URL/],
  ["http beyond this machine", "http://grantry.example.com", 2, /https:\/\//],
  ["a password in it", "https://a:b@grantry.example.com", 2, /user name or password/],
  ["nobody there", "http://127.0.0.1:1", 7, /Cannot reach a server at http:\/\/127\.0\.0\.1:1/],
])("a wrong server address is said: %s", async (_name, address, code, said) => {
  const folder = await bench.folder();
  const env = { ...keyEnvironment(world), GRANTRY_SERVER: address };
  const ran = await folder.run(["whoami"], { env });
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringMatching(said)]);
});

const html = { "content-type": "text/html" };
test.each<[string, Fault, RegExp]>([
  ["a page", { kind: "answer", body: "<html>", headers: html }, /status 200 and no JSON/],
  [
    "other JSON",
    {
      kind: "answer",
      body: { id: "a", kind: "key", email: null, name: "a", scopes: null, workspaces: [{}] },
    },
    /workspaces\.0\.id/,
  ],
  ["an error without a reason", { kind: "answer", status: 418, body: { a: 1 } }, /status 418/],
  ["a proxy's error", { kind: "answer", status: 502, body: "bad gateway" }, /status 502/],
  [
    "a redirect",
    { kind: "answer", status: 302, headers: { location: "https://example.com" } },
    /a redirect \(302\)/,
  ],
  [
    "a redirect with a body without end",
    { kind: "drip", status: 302, headers: { location: "/" } },
    /a redirect \(302\)/,
  ],
  ["a page without end", { kind: "drip", headers: html }, /status 200 and no JSON/],
  ["half an answer", { kind: "cut" }, /Cannot reach/],
])("a server that answers rubbish is named as such: %s", async (name, fault, said) => {
  const other = await startOther(fault);
  const env = { ...keyEnvironment(world), GRANTRY_SERVER: other.origin };
  const folder = await bench.folder();
  // Of what has no end it must let go, or its process would not end.
  const run = name.endsWith("without end") ? folder.runProcess : folder.run;
  const ran = await run(["whoami", "--json"], { env });
  expect([ran.code, ran.json.error.message]).toEqual([7, expect.stringMatching(said)]);
});

test("rubbish leaves the local files as they were", async () => {
  const folder = await bench.folder();
  await folder.write("connectors/housenotes.jsonc", { type: "housenotes", scopes: ["a"] });
  const data = [{ id: "conn_1", status: "odd", held_scopes: [] }];
  const other = await startOther({ kind: "answer", body: { data, next_cursor: null } });
  const env = { ...keyEnvironment(world), GRANTRY_SERVER: other.origin };
  const before = await folder.read("connectors/housenotes.jsonc");
  const ran = await folder.run(["connectors", "pull", "--prune"], { env });
  expect([ran.code, await folder.read("connectors/housenotes.jsonc")]).toEqual([7, before]);
});

test.each([
  [["nothing"], /no command "nothing"/],
  [["connectors"], /"connectors" is several commands/],
  [["connectors", "push", "--frobnicate"], /--frobnicate is wrong/],
  [["connectors", "initiate"], /Usage: grantry connectors initiate <type>/],
  [["whoami", "more"], /Usage: grantry whoami/],
])("what is typed wrongly is said: %s", async (args, said) => {
  const ran = await (await bench.folder()).run(args);
  expect([ran.code, ran.stdout, ran.stderr]).toEqual([2, "", expect.stringMatching(said)]);
});

test("a project file that is wrong is named with line and key", async () => {
  const folder = await bench.folder();
  await folder.write("grantry.json", '{\n  // ours\n  "serverr": "x"\n}');
  const ran = await folder.run(["whoami"]);
  expect([ran.code, ran.stderr]).toEqual([
    3,
    expect.stringMatching(/grantry\.json:3: serverr: there is no such key/),
  ]);
});
