/** What is published is what is tested: the packed package, installed where nothing else is. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyEnvironment } from "./bench.ts";

const run = promisify(execFile);
const cloneFolder = fileURLToPath(new URL("../../..", import.meta.url));

let folder: string;
let program: string;
let world: World;
let version: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-cli-package-"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  // As README, quickstart and the packages' own pages say it, in the root of the clone.
  const pack = ["pack", "--workspace", "@grantry/cli", "--pack-destination", folder];
  await run("npm", pack, { cwd: cloneFolder });
  version = JSON.parse(await readFile(join(cloneFolder, "package.json"), "utf8")).version;
  const file = `./grantry-cli-${version}.tgz`;
  const install = ["install", "--offline", "--no-audit", "--no-fund", file];
  await run("npm", install, { cwd: folder });
  program = join(folder, "node_modules/.bin/grantry");
  world = await startWorld({ declare: () => {} });
}, 120_000);
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the package holds exactly what it needs, and brings no other package along", async () => {
  const installed = join(folder, "node_modules/@grantry/cli");
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) =>
    join(parentPath, name).slice(installed.length + 1),
  );
  expect(names.sort()).toEqual([
    "LICENSE",
    "README.md",
    "dist/main.js",
    "dist/main.js.map",
    "dist/third-party-notices.txt",
    "package.json",
  ]);
  const modules = await readdir(join(folder, "node_modules"));
  expect(modules.filter((name) => !name.startsWith("."))).toEqual(["@grantry"]);
});

test("the installed program works against a server, and checks what it answers", async () => {
  const env = { PATH: process.env["PATH"], HOME: folder, ...keyEnvironment(world) };
  const { stdout } = await run(program, ["whoami", "--json"], { cwd: folder, env });
  expect(JSON.parse(stdout)).toMatchObject({ by: "key", workspaces: [{ role: "admin" }] });
  const listed = await run(program, ["connectors", "list-available"], { cwd: folder, env });
  expect(listed.stdout).toMatch(/googlecalendar +Google Calendar/);
  expect((await run(program, ["--version"], { cwd: folder, env })).stdout).toBe(`${version}\n`);
});
