/** What is published is what is tested: the packed package, installed where nothing else is. */
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
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
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const file = `./grantry-sdk-${version}.tgz`;
  const install = ["install", "--offline", "--no-audit", "--no-fund", file];
  await run("npm", install, { cwd: folder });
  installed = join(folder, "node_modules/@grantry/sdk");
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the package holds exactly what it needs", async () => {
  const modules = [
    "answer",
    "arguments",
    "auth",
    "build-client",
    "client",
    "client-from-request",
    "complete",
    "connect",
    "connection",
    "connection-fetch",
    "connections/draw",
    "connections/element",
    "connections/flows",
    "connections/focus",
    "connections/icons",
    "connections/index",
    "connections/keep",
    "connections/own-client",
    "connections/page-watch",
    "connections/panels",
    "connections/snapshot",
    "connections/store",
    "connections/style",
    "connections/texts",
    "connections/view",
    "connections/words/de",
    "connections/words/en",
    "connections/words/es",
    "connections/words/fr",
    "connections/words/ja",
    "connections/words/pt",
    "connector-modules",
    "connector-registries",
    "connector-types",
    "element",
    "errors",
    "follow-rest",
    "functions",
    "index",
    "network-error",
    "page",
    "proof",
    "refusal",
    "refusal-rules",
    "request",
    "return-url",
    "service-connectors",
    "service-consents",
    "token-hosts",
    "user-connectors",
    "user-token",
    "v1-shapes",
    "wait-for-end",
    "wire",
  ];
  const built = ["dist", "dist/cjs"].flatMap((at) =>
    modules.flatMap((name) => ["d.ts", "js", "js.map"].map((end) => `${at}/${name}.${end}`)),
  );
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  expect(files.sort()).toEqual(
    ["LICENSE", "README.md", ...built, "dist/cjs/package.json", "package.json"].sort(),
  );
});

test("the package brings no other package along", async () => {
  const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("peerDependencies");
  expect(await readdir(join(folder, "node_modules/@grantry"))).toEqual(["sdk"]);
});

const names = [
  "GrantryError",
  "createClient",
  "createClientFromRequest",
  "createPageClient",
  "isGrantryError",
];

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
    exports: names,
    accessToken: "provider-token",
  });
});

test("CommonJS gets a build of its own, and recognises errors of the other one", async () => {
  const program = `
    const sdk = require("@grantry/sdk");
    import("@grantry/sdk").then((other) => {
      const thrown = new other.GrantryError("text", { code: "not_connected" });
      const known = sdk.isGrantryError(thrown, "not_connected");
      require.resolve("@grantry/sdk/package.json");
      console.log(JSON.stringify([Object.keys(sdk).sort(), known, sdk === other]));
    });
  `;
  await writeFile(join(folder, "use.cjs"), program);
  // As programs that load no ES module by require, such as Jest, see it.
  const given = ["--no-experimental-require-module", "use.cjs"];
  const { stdout } = await run(process.execPath, given, { cwd: folder });
  expect(JSON.parse(stdout)).toEqual([names, true, false]);
});

test("every module has a source map that holds its source", async () => {
  for (const at of ["dist/connect.js", "dist/cjs/connect.js"]) {
    const map = JSON.parse(await readFile(join(installed, `${at}.map`), "utf8"));
    expect(map.sourcesContent[0]).toContain("export function createConnect");
    expect(await readFile(join(installed, at), "utf8")).toContain("//# sourceMappingURL=");
  }
});

/** Bytes of a bundle that uses one export, as a bundler writes it for production. */
async function bundledBytes(name: string): Promise<{ bytes: number; code: string }> {
  const entry = join(folder, `entry-${name}.js`);
  await writeFile(entry, `import { ${name} } from "@grantry/sdk"; globalThis.used = ${name};`);
  const built = await build({
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    root: folder,
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry, formats: ["iife"], name: "bundle", fileName: () => "bundle.js" },
    },
  });
  const [output] = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  if (output?.type !== "chunk") throw new Error("nothing was bundled");
  return { bytes: Buffer.byteLength(output.code), code: output.code };
}

test("a bundle holds what it uses, and no more", async () => {
  expect((await bundledBytes("isGrantryError")).bytes).toBeLessThan(250);
  const either = await bundledBytes("createClient");
  const page = await bundledBytes("createPageClient");
  const backend = await bundledBytes("createClientFromRequest");
  // Both, since only its options say which it is.
  expect(either.bytes).toBeLessThan(34_500);
  expect(page.bytes).toBeLessThan(26_500);
  expect(backend.bytes).toBeLessThan(27_000);
  // The popup, its messages and the way back from it are a page's; service tokens are a backend's.
  expect(page.code).toContain("about:blank");
  expect(page.code).not.toMatch(/user-tokens|on-behalf|refused_token/);
  expect(backend.code).not.toMatch(
    /about:blank|postMessage|grantry:authorization|sessionStorage|replaceState/,
  );
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

test("its types need no DOM library, only those of Node.js", async () => {
  const program = `
    import { createClient, createClientFromRequest, isGrantryError } from "@grantry/sdk";
    const client = createClient({ serverUrl: "https://x.example", appId: "a", token: () => null });
    export const me = client.auth.me().catch((thrown: unknown) => isGrantryError(thrown));
    export const ofEvent = createClientFromRequest({ headers: { Authorization: "Bearer t" } });
  `;
  const nodeTypes = join(packageFolder, "../../node_modules/@types");
  for (const [name, module] of [
    ["backend.mts", "nodenext"],
    ["backend.cts", "nodenext"],
    ["bundled.ts", "preserve"],
  ] as const) {
    await writeFile(join(folder, name), program);
    const options = [
      "--strict",
      "--noEmit",
      "--lib",
      "es2024,esnext.disposable",
      "--module",
      module,
    ];
    const types = ["--typeRoots", nodeTypes, "--types", "node", "--skipLibCheck", "false"];
    await run(process.execPath, [compiler, ...options, ...types, name], { cwd: folder });
  }
});
