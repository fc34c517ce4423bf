/**
 * The official command line, signed in by a person as `base44 login` does it (RFC 8628), with its
 * sign-in in a home folder of its own. Prints a row per case.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "@grantry/sandbox/sandbox";
import { consent, createJar } from "@grantry/testing/browser";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareHouse, houseAlways, registerHouse } from "@grantry/testing/house";
import { declareMembers, password, signedIn } from "@grantry/testing/operators";
import { startProxy } from "@grantry/testing/proxy";
import { createCaseTable } from "@grantry/testing/table";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BootstrapInput } from "../../src/service/bootstrap/bootstrap-schema.ts";
import { expectRun, linkIn } from "./expectations.ts";
import { installOfficialCli, type OfficialCli } from "./install.ts";
import { type Bench, createBench, type Project, type Ran, type RunOptions } from "./run.ts";

const hourMs = 3_600_000;
const codeSecondsMs = 900_000;
const member = "member@example.com";
const viewer = "viewer@example.com";
const stranger = "stranger@example.com";
const everywhere = "everywhere@example.com";
const notes = "base44/connectors/housenotes.jsonc";
const initiate = ["connectors", "initiate", "--integration-type", "housenotes"] as const;
const push = ["connectors", "push", "-y"] as const;
const pull = ["connectors", "pull"] as const;

let cli: OfficialCli;
let bench: Bench;
let world: World;
let clock: FakeClock;
const table = createCaseTable();

beforeAll(async () => {
  cli = await installOfficialCli();
  clock = createFakeClock();
  world = await startWorld({
    clock: { ...clock, every: () => () => {} },
    declare: (bootstrap, sandbox) => declareBench(bootstrap, sandbox),
  });
  await registerHouse(world);
  bench = await createBench(cli, { BASE44_API_URL: world.url });
});
afterAll(async () => {
  console.log(table.text());
  await bench?.close();
  await world?.close();
  await cli?.remove();
});
// What was tried in the test before is not counted in this one.
beforeEach(() => clock.advance(codeSecondsMs));

function declareBench(bootstrap: BootstrapInput, sandbox: Sandbox): void {
  declareMembers(bootstrap);
  declareHouse(bootstrap, sandbox);
  const [own, foreign] = bootstrap.workspaces;
  const person = (email: string) =>
    ({ email, name: "Someone", role: "member", password: { file: password } }) as const;
  own?.members?.push(person(everywhere));
  if (foreign !== undefined) foreign.members = [person(stranger), person(everywhere)];
}

function kase(command: string, name: string, work: (project: Project) => Promise<void>) {
  test(`${command}: ${name}`, async () => {
    const row = table.add(command, name);
    await work(await bench.project(ids.app));
    row.passed();
  });
}

const authFile = ({ home }: Project) => join(home, ".base44/auth/auth.json");
const readAuth = async (project: Project) =>
  JSON.parse(await readFile(authFile(project), "utf8").catch(() => "null"));

/** What a person does with the code that the command line prints. */
function decides(email: string, decision: "approve" | "deny"): RunOptions {
  return {
    asksOften: true,
    hears: {
      text: /confirm this code at/,
      act: async (printed) => {
        const [, user_code = ""] = /Verification code:\s*(\S+)/.exec(printed) ?? [];
        const browser = await signedIn(world, email);
        expect((await browser.post("/device", { user_code })).status).toBe(200);
        expect((await browser.post("/device/decision", { user_code, decision })).status).toBe(200);
      },
    },
  };
}

async function signIn(project: Project, email = member): Promise<void> {
  expectRun(await project.run(["login"], decides(email, "approve")), 0, `logged in as ${email}`);
}

/** Takes the command line's tokens back, as its person does on /account. */
async function signOut(email: string): Promise<void> {
  const browser = await signedIn(world, email);
  const { text } = await browser.get("/account");
  for (const [, id = ""] of text.matchAll(/name="command_line" value="([^"]+)"/g)) {
    await browser.post("/account/sign-out-command-line", { command_line: id });
  }
}

const allow = (ran: Ran) => consent(createJar(), linkIn(ran));

kase("login", "approved in a browser", async (project) => {
  const ran = await project.run(["login"], decides(member, "approve"));
  expectRun(ran, 0, `${world.url}/device`, `logged in as ${member}`);
  expect(await readAuth(project)).toEqual({
    accessToken: expect.stringMatching(/^grantry_at_/),
    refreshToken: expect.stringMatching(/^grantry_rt_/),
    expiresAt: expect.any(Number),
    email: member,
    name: "member",
  });
});

kase("login", "denied in a browser", async (project) => {
  const ran = await project.run(["login"], decides(member, "deny"));
  expectRun(ran, 1, "The sign-in was denied");
  expect(await readAuth(project)).toBeNull();
});

kase("login", "the code has expired", async (project) => {
  const act = async () => clock.advance(codeSecondsMs);
  const hears = { text: /confirm this code at/, act };
  const ran = await project.run(["login"], { asksOften: true, hears });
  expectRun(ran, 1, "The code has expired: sign in again");
  expect(await readAuth(project)).toBeNull();
});

kase("whoami, logout", "say who, and forget", async (project) => {
  await signIn(project);
  expectRun(await project.run(["whoami"]), 0, `Logged in as: ${member}`);
  expectRun(await project.run(["logout"]), 0, "Logged out");
  expect(await readAuth(project)).toBeNull();
});

kase("any command", "without a sign-in asks for one, and goes on", async (project) => {
  const ran = await project.run(pull, decides(member, "approve"));
  expectRun(ran, 0, "You need to login first", "already up to date");
  expect(await readAuth(project)).toMatchObject({ email: member });
});

kase("link", "lists the apps of the person's workspaces", async () => {
  const project = await bench.project(null);
  await signIn(project);
  const types = [
    { after: /How would you like to link/, keys: "\u001b[B\r" },
    { after: /Choose a project to link/, keys: "\u001b[B\r" },
  ];
  const ran = await project.run(["link"], { person: { types } });
  expectRun(ran, 0, "Test app", "Other app of the same workspace", "Project linked");
  expect(ran.text).not.toContain("Foreign app");
  const linked = await project.read("base44/.app.jsonc");
  expect([ids.app, ids.otherApp].filter((id) => linked.includes(`"${id}"`))).toHaveLength(1);
});

kase("link", "--create makes an app that the next command works with", async () => {
  const project = await bench.project(null);
  await signIn(project);
  expectRun(await project.run(["link", "--create", "--name", "Planner"]), 0, "Project linked");
  expectRun(await project.run([...initiate]), 0, "Authorize housenotes here");
});

kase("link", "--create by a member of two workspaces must name one", async () => {
  const project = await bench.project(null);
  await signIn(project, everywhere);
  const create = ["link", "--create", "--name", "Planner"];
  expectRun(await project.run(create), 1, /organization_id/);
  const named = await project.run([...create, "--workspace", ids.foreignWorkspace]);
  expectRun(named, 0, "Project linked");
});

kase("connectors initiate, push, pull", "with the sign-in", async (project) => {
  await signIn(project);
  await allow(await project.run([...initiate, "--scopes", "calendar.read"]));
  expectRun(await project.run(pull), 0, "Written: housenotes");
  expect(JSON.parse(await project.read(notes)).scopes).toEqual(["calendar.read", ...houseAlways]);
  expectRun(await project.run(push), 0, "Synced: housenotes");
  await project.write(notes, { type: "housenotes", scopes: ["calendar.write"] });
  const changed = await project.run(push);
  expectRun(changed, 0, "needs authorization");
  await allow(changed);
  expectRun(await project.run(push), 0, "Synced: housenotes");
  const other = await bench.project(ids.app);
  await signIn(other, "admin@example.com");
  await other.write(notes, { type: "housenotes", scopes: ["calendar.write"] });
  expectRun(await other.run(push), 0, `Failed: housenotes - Already connected by ${member}`);
});

kase("any command", "an access token that has ended is refreshed on the way", async (project) => {
  await signIn(project);
  for (const args of [pull, initiate, ["link", "--create", "--name", "Late"]]) {
    const before = await readAuth(project);
    clock.advance(hourMs);
    if (args[0] === "link") await project.remove("base44/.app.jsonc");
    expectRun(await project.run(args), 0);
    const after = await readAuth(project);
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(after.email).toBe(member);
  }
});

kase(
  "any command",
  "a refused refresh ends the sign-in, the next one signs in",
  async (project) => {
    await signIn(project);
    await signOut(member);
    expectRun(await project.run(pull), 1, "Unauthorized");
    expect(await readAuth(project)).toBeNull();
    const ran = await project.run(pull, decides(member, "approve"));
    expectRun(ran, 0, "You need to login first");
  },
);

kase("two commands at once", "both refresh, both succeed, the sign-in stays", async (project) => {
  await signIn(project);
  await writeFile(
    authFile(project),
    JSON.stringify({ ...(await readAuth(project)), expiresAt: 1 }),
  );
  const waiting: (() => void)[] = [];
  let refreshes = 0;
  const proxy = await startProxy(world.url, {
    before: async ({ url }) => {
      if (url !== "/oauth/token") return;
      refreshes += 1;
      if (refreshes > 2) return;
      // The first waits for the second: both hold the same refresh token.
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const go of waiting) go();
      });
    },
  });
  const env = { BASE44_API_URL: proxy.origin };
  const list = ["connectors", "list-available"];
  const both = await Promise.all([project.run(list, { env }), project.run(list, { env })]);
  await proxy.close();
  expect(refreshes).toBe(2);
  for (const ran of both) expectRun(ran, 0, /Found \d+ available/);
  const { accessToken } = await readAuth(project);
  expectRun(await project.run(list), 0, /Found \d+ available/);
  expect((await readAuth(project)).accessToken).toBe(accessToken);
  clock.advance(hourMs);
  expectRun(await project.run(list), 0, /Found \d+ available/);
});

kase("connectors push", "a viewer's is refused, naming the role", async (project) => {
  await signIn(project, viewer);
  await project.write("base44/connectors/housefiles.jsonc", { type: "housefiles", scopes: [] });
  const ran = await project.run(push);
  expectRun(ran, 0, /Failed: housefiles - .*needs the role member.*yours is viewer/);
  expectRun(await project.run(["connectors", "list-available"]), 0, /Found \d+ available/);
});

kase("every command", "a member of another workspace finds no such app", async (project) => {
  await signIn(project, stranger);
  await project.write("base44/connectors/housefiles.jsonc", { type: "housefiles", scopes: [] });
  for (const args of [["connectors", "list-available"], initiate, pull, push]) {
    expectRun(await project.run(args), 1, "The app was not found");
  }
  await project.remove("base44/.app.jsonc");
  expectRun(await project.run(["link", "--app-id", ids.app]), 1, `"${ids.app}" not found`);
});

kase("every command", "nothing logged holds a token", async (project) => {
  await signIn(project);
  const { accessToken, refreshToken } = await readAuth(project);
  await project.run(pull);
  for (const token of [accessToken, refreshToken]) {
    expect(world.logLines.join("\n")).not.toContain(token);
  }
});
