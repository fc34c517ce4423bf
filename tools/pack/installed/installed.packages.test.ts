/** What would be published, installed from its files into empty folders outside of the repository, does the main job there. */

import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { badStarts, refusal } from "@grantry/testing/bad-starts";
import { launchChromium } from "@grantry/testing/chromium";
import { reservePort } from "@grantry/testing/free-port";
import { ids, secrets, startWorld } from "@grantry/testing/harness";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recipeBlocks, recipes } from "../../../packages/sandbox/test/blocks.ts";
import { type Packed, packAll } from "../pack.ts";
import { doMainJob } from "./main-job.ts";
import { emptyProject, installManagers, npm, type Project, type Way, ways } from "./ways.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const rows: string[] = [];

let folder: string;
let managers: string;
let packed: readonly Packed[];
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-installed-"));
  managers = join(folder, "managers");
  const into = join(folder, "packed");
  [packed, browser] = await Promise.all([
    packAll(into),
    launchChromium(),
    installManagers(managers),
  ]);
}, 600_000);
afterAll(async () => {
  console.log(rows.join("\n"));
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const files = (...names: string[]) =>
  Object.fromEntries(
    packed.filter(({ name }) => names.includes(name)).map(({ name, file }) => [name, file]),
  );
const folderOf = (way: Way) => join(folder, way.name.replaceAll(/[^a-z0-9]+/gi, "-"));

test.each(ways)("from an empty folder to a connected account: $name", async (way) => {
  const began = performance.now();
  const project = await emptyProject(folderOf(way), managers, way);
  await project.add(files("grantry", "@grantry/sandbox", "@grantry/sdk"));
  const installed = performance.now();
  expect(await doMainJob(project, browser)).toEqual({
    app: { status: "completed", account: "ada@sandbox.example", answer: 200 },
    dashboard: expect.stringMatching(/\S/),
    docs: "Grantry",
    closed: true,
  });
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  rows.push(
    `${way.name}: installed in ${seconds(began, installed)} s, connected ${seconds(installed, performance.now())} s later`,
  );
});

let leanProject: Promise<Project> | undefined;

/** A project with what an app's own server needs; installed once. */
function lean(): Promise<Project> {
  leanProject ??= (async () => {
    const project = await emptyProject(join(folder, "lean"), managers, npm);
    await project.add(files("grantry", "@grantry/sandbox", "@grantry/sdk"));
    return project;
  })();
  return leanProject;
}

test("nothing that the repository is developed with is installed, and no TypeScript", async () => {
  const project = await lean();
  const modules = join(project.folder, "node_modules");
  const manifests = globSync(["package.json", "packages/*/package.json"], { cwd: root });
  const developedWith = manifests.flatMap((manifest) => {
    const { devDependencies = {} } = JSON.parse(readFileSync(join(root, manifest), "utf8"));
    return Object.keys(devDependencies);
  });
  // Those are dependencies of ours as well, elsewhere.
  const declared = ["grantry", "@grantry/sandbox", "@grantry/sdk"].flatMap((name) => {
    const manifest = readFileSync(join(modules, name, "package.json"), "utf8");
    return [name, ...Object.keys(JSON.parse(manifest).dependencies ?? {})];
  });
  // So are those that a library of ours wants, as Fastify does a checker of schemas.
  const lock = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8"));
  const wanted = Object.values<{ readonly dependencies?: object }>(lock.packages).flatMap(
    ({ dependencies = {} }) => Object.keys(dependencies),
  );
  const brought = developedWith.filter(
    (name) => !declared.includes(name) && !wanted.includes(name) && existsSync(join(modules, name)),
  );
  expect(brought).toEqual([]);
  const sources = globSync(["grantry/**/*.ts", "@grantry/*/**/*.ts"], { cwd: modules });
  expect(sources.filter((name) => !name.endsWith(".d.ts"))).toEqual([]);
});

test.concurrent.for(badStarts)(
  "npx grantry start is refused in one line: $name",
  async (bad, { signal }) => {
    const { way, folder: cwd, env } = await lean();
    // Another user starts it, too.
    await chmod(folder, 0o755);
    // What npm says of itself is none of the server's lines.
    const form = {
      run: [...way.program, "grantry", "start"],
      cwd,
      env: { ...env, npm_config_update_notifier: "false" },
    };
    const { lines, line } = await refusal(form, bad, signal);
    expect(lines).toEqual([expect.stringMatching(line)]);
  },
);

let sandboxProject: Promise<Project> | undefined;

/** A project with the sandbox, and with what programs in it are compiled with; installed once. */
function withSandbox(): Promise<Project> {
  sandboxProject ??= (async () => {
    const project = await emptyProject(join(folder, "sandbox"), managers, npm);
    await project.add(files("@grantry/sandbox"));
    for (const name of ["@types", "playwright-core"]) {
      await symlink(join(root, "node_modules", name), join(project.folder, "node_modules", name));
    }
    return project;
  })();
  return sandboxProject;
}

test("the types of the sandbox hold in a strict program that checks libraries, too", async () => {
  const project = await withSandbox();
  const program = `
    import { type SandboxProvider, startCalendarSandbox, startSandbox, visit } from "@grantry/sandbox";
    const client = { clientId: "a", clientSecret: "b", redirectUris: ["http://127.0.0.1:1/back"] };
    const sandbox = await startCalendarSandbox({ clients: [client], accessTokenSeconds: 60 });
    sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    const back: URL = await visit(sandbox.origin, { account: "sandbox-ada" });
    await using world = await startSandbox({ users: { mia: { email: "mia@example.org" } } });
    const callback: URL = await world.github.consent(world.github.metadata.authorization_endpoint, "mia");
    const anybodys: SandboxProvider = world.google;
    anybodys.fail("refresh", { kind: "drop", processed: true });
    world.clock.advance("7d");
    // @ts-expect-error: she is no user of this world
    world.slack.revoke("ada");
    // @ts-expect-error: there is no such provider
    world.githup.grants();
    // @ts-expect-error: no time
    world.clock.advance("soon");
    const count: number = sandbox.ledger.liveGrants();
    // @ts-expect-error: there is no such endpoint
    sandbox.faults.next("nowhere", { kind: "error", error: "x" });
    console.log(back, callback, count, world.requests({ provider: "github", user: "mia" }));
  `;
  await writeFile(join(project.folder, "use.ts"), program);
  await compile(project.folder, ["use.ts"]);
});

/** With the types of Node beside the project's own. Rejects with what the compiler finds. */
async function compile(folder: string, what: readonly string[]): Promise<void> {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2024"];
  await promisify(execFile)(process.execPath, [compiler, ...options, "--types", "node", ...what], {
    cwd: folder,
  });
}

test("the installed sandbox does what the recipes of its documentation say, and their types hold", async () => {
  const project = await withSandbox();
  const titles = recipes();
  for (const title of ["app.ts", ...titles]) {
    await writeFile(join(project.folder, title), recipeBlocks().get(title) ?? "");
  }
  const inNode = titles.filter((title) => title !== "browser.ts");
  const all = inNode.map((title) => `await import("./${title}");\nconsole.log("${title}");`);
  await writeFile(join(project.folder, "all.js"), all.join("\n"));
  expect((await project.runScript("all.js", [])).trim().split("\n")).toEqual(inNode);
  await compile(project.folder, ["--allowImportingTsExtensions", "--skipLibCheck", ...titles]);
});

test("the installed sandbox starts by its name, and ends when it is told to", async () => {
  const project = await withSandbox();
  const port = String(await reservePort());
  const program = ["@grantry/sandbox", "--port", port, "--json"];
  const sandbox = await project.start(program, {}, /^\{"origin":"([^"]+)"/m);
  const page = await fetch(sandbox.found[1] ?? "");
  const { providers } = JSON.parse(await sandbox.stop());
  expect(await page.text()).toContain(providers.slack.client_id);
});

test("the installed red team attacks a server elsewhere, and says that it starts none itself", async () => {
  const project = await emptyProject(join(folder, "attacker"), managers, npm);
  await project.add(files("@grantry/redteam"));
  await expect(project.runProgram(["grantry-redteam"])).rejects.toThrow(
    "A server of its own is started in a clone of the project alone: name yours by --target or --adapter.",
  );
  const port = await reservePort();
  const world = await startWorld({
    allowedPrivateOrigins: [`http://127.0.0.1:${port}`],
    declare: () => {},
  });
  try {
    const target = ["--target", world.url, "--provider-port", String(port), "--only", "mix-up"];
    const said = await project.runProgram(["grantry-redteam", ...target], {
      REDTEAM_WORKSPACE: ids.workspace,
      REDTEAM_KEY: secrets.workspaceKey,
      REDTEAM_OTHER_WORKSPACE: ids.foreignWorkspace,
      REDTEAM_OTHER_KEY: secrets.foreignWorkspaceKey,
    });
    expect(said).toContain("1 attacks: 1 held, 0 went through, 0 broke off, 0 not applicable");
  } finally {
    await world.close();
  }
});
