/** What is published is what is tested: the packed package, installed where nothing else is. */
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tokenBody } from "./answers.ts";
import { json, startWireServer } from "./wire-server.ts";

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const compiler = join(packageFolder, "../../node_modules/typescript/bin/tsc");

let folder: string;
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-sdk-"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await run("npm", ["pack", "--pack-destination", folder], { cwd: packageFolder });
  const install = ["install", "--offline", "--no-audit", "--no-fund", "./grantry-sdk-0.1.0.tgz"];
  await run("npm", install, { cwd: folder });
  installed = join(folder, "node_modules/@grantry/sdk");
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the package holds exactly what it needs", async () => {
  const modules = [
    "answer",
    "arguments",
    "auth",
    "client",
    "client-from-request",
    "connect",
    "connection",
    "connection-fetch",
    "connector-modules",
    "connector-registries",
    "connector-types",
    "errors",
    "functions",
    "index",
    "network-error",
    "page",
    "refusal",
    "refusal-rules",
    "request",
    "return-url",
    "service-connectors",
    "user-connectors",
    "user-token",
    "wait-for-end",
    "wire",
  ];
  const built = modules.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]);
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  expect(files.sort()).toEqual(["LICENSE", "README.md", ...built, "package.json"].sort());
});

test("the package brings no other package along", async () => {
  const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("peerDependencies");
  expect(await readdir(join(folder, "node_modules/@grantry"))).toEqual(["sdk"]);
});

test("plain JavaScript reads a token through it", async () => {
  const server = await startWireServer();
  server.answerWith(json(200, tokenBody));
  const program = `
    import * as sdk from "@grantry/sdk";
    const client = sdk.createClient({ serverUrl: process.argv[2], appId: "a", serviceToken: "s" });
    const { accessToken } = await client.asServiceRole.connectors.getConnection("slack");
    console.log(JSON.stringify({ exports: Object.keys(sdk).sort(), accessToken }));
  `;
  await writeFile(join(folder, "use.js"), program);
  const { stdout } = await run(process.execPath, ["use.js", server.url], { cwd: folder });
  await server.close();
  expect(JSON.parse(stdout)).toEqual({
    exports: ["GrantryError", "createClient", "createClientFromRequest", "isGrantryError"],
    accessToken: "provider-token",
  });
});

test.each(["open-registry", "filled-registry"])(
  "its types hold in a strict program: %s",
  async (name) => {
    await copyFile(join(packageFolder, `test/${name}.test-d.ts`), join(folder, `${name}.ts`));
    const options = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--lib", "es2022,dom"];
    const target = ["--module", "nodenext", "--target", "es2022", "--types", ""];
    // Fails, with the compiler's words, where an error is missing or too many.
    await run(process.execPath, [compiler, ...options, ...target, `${name}.ts`], { cwd: folder });
  },
);
