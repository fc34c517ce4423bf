/** What is published is what is tested: both packages packed, and installed where nothing else is. */
import { execFile } from "node:child_process";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const root = join(packageFolder, "../..");
const compiler = join(root, "node_modules/typescript/bin/tsc");

let folder: string;
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-react-"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await packSdk(folder);
  await run("npm", ["pack", "--pack-destination", folder], { cwd: packageFolder });
  // React is a peer: the app has it, here the one of this repository.
  const install = ["install", "--offline", "--no-audit", "--no-fund", "--legacy-peer-deps"];
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const files = ["sdk", "react"].map((name) => `./grantry-${name}-${version}.tgz`);
  await run("npm", [...install, ...files], { cwd: folder });
  const linked = ["react", "react-dom", "scheduler", "@types"];
  await Promise.all(
    linked.map((name) =>
      symlink(join(root, "node_modules", name), join(folder, "node_modules", name)),
    ),
  );
  installed = join(folder, "node_modules/@grantry/react");
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The SDK as it is published, built elsewhere: its own tests build it in its folder, perhaps just now. */
async function packSdk(into: string): Promise<void> {
  const source = join(root, "packages/sdk");
  const cwd = join(into, "sdk");
  await mkdir(cwd);
  await copyFile(join(source, "package.json"), join(cwd, "package.json"));
  const settings = join(source, "tsconfig.build.json");
  await run(process.execPath, [compiler, "-p", settings, "--outDir", join(cwd, "dist")]);
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", into], { cwd });
}

test("the package holds exactly what it needs, and asks for React and the SDK alone", async () => {
  const modules = [
    "connect-button",
    "connections",
    "hooks",
    "index",
    "news",
    "parts",
    "provider",
    "use-row-focus",
  ];
  const built = modules.flatMap((name) =>
    ["d.ts", "js", "js.map"].map((end) => `dist/${name}.${end}`),
  );
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  expect(files.sort()).toEqual(
    [
      "LICENSE",
      "README.md",
      ...built,
      "dist/style.css",
      "dist/style.css.d.ts",
      "package.json",
    ].sort(),
  );
  const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  expect(manifest).not.toHaveProperty("dependencies");
  expect(Object.keys(manifest.peerDependencies)).toEqual(["@grantry/sdk", "react"]);
});

test("every module with hooks says that it is for browsers, for frameworks that tell the two apart", async () => {
  for (const name of ["connect-button", "connections", "hooks", "news", "provider"]) {
    const code = await readFile(join(installed, `dist/${name}.js`), "utf8");
    expect(code.startsWith('"use client";'), name).toBe(true);
  }
});

test("a server renders it from the packed package, without a window", async () => {
  const program = `
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    import { ConnectButton, Connections, GrantryProvider } from "@grantry/react";
    import "@grantry/sdk/element";
    import { createClient } from "@grantry/sdk";
    const client = createClient({ appId: "a", serverUrl: "http://127.0.0.1:1", token: "t" });
    const parts = [createElement(Connections, { key: 1 }), createElement(ConnectButton, { key: 2, connectorId: "c" })];
    console.log(renderToString(createElement(GrantryProvider, { client, language: "de" }, parts)));
  `;
  await writeFile(join(folder, "render.js"), program);
  const { stdout } = await run(process.execPath, ["render.js"], { cwd: folder });
  expect(stdout).toContain("Ihre Verbindungen werden geladen");
  expect(stdout).toContain('data-action="connect"');
});

test("its types hold in a strict program, as a bundler resolves them and as Node.js does", async () => {
  const program = `
    import { type ConnectionEvent, Connections, ConnectButton, GrantryProvider, useConnect, useConnections } from "@grantry/react";
    import { createClient } from "@grantry/sdk";
    import "@grantry/react/style.css";
    const client = createClient({ appId: "a", serverUrl: "https://x.example", token: () => null });
    const heard: ConnectionEvent[] = [];
    function Mine() {
      const { connection, connect } = useConnect("665f1c0f2ab79d3f7c1c2d4e");
      const { connections } = useConnections();
      return <button onClick={() => connect({ connectionConfig: { subdomain: "x" } })}>{connection?.account?.email}{connections.length}</button>;
    }
    export const app = (
      <GrantryProvider client={client} texts={{ connect: "Add" }}>
        <Connections onEvent={(event) => heard.push(event)} renderLogo={({ integrationType }) => integrationType} />
        <ConnectButton connectorId="c">{(row) => row?.stateWord ?? "…"}</ConnectButton>
        {/* @ts-expect-error: it needs a connector's ID */}
        <ConnectButton />
        <Mine />
      </GrantryProvider>
    );
  `;
  await writeFile(join(folder, "app.tsx"), program);
  for (const module of ["nodenext", "preserve"]) {
    const options = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--jsx", "react-jsx"];
    options.push("--noUncheckedSideEffectImports");
    const target = [
      "--module",
      module,
      "--target",
      "es2022",
      "--lib",
      "es2022,dom",
      "--types",
      "react",
    ];
    await run(process.execPath, [compiler, ...options, ...target, "app.tsx"], { cwd: folder });
  }
});

test("the code of its README holds in a strict program", async () => {
  const page = await readFile(join(installed, "README.md"), "utf8");
  const [list = "", button = "", own = ""] = codeBlocks(page, "tsx").map(({ code }) => code);
  const known = `
    import { ConnectButton, useConnect } from "@grantry/react";
    declare function fetchUserToken(): Promise<string>;
    declare const connectorId: string;
  `;
  const program = `${list}${known}${own}export { Calendar };\nexport const button = ${button}`;
  await writeFile(join(folder, "readme.tsx"), program);
  const options = ["--strict", "--noEmit", "--jsx", "react-jsx", "--module", "preserve"];
  const target = ["--target", "es2022", "--lib", "es2022,dom", "--types", "react"];
  await run(process.execPath, [compiler, ...options, ...target, "readme.tsx"], { cwd: folder });
});

/** Of a bundle for production without React itself. */
async function bundled(
  source: string,
): Promise<{ bytes: number; compressed: number; code: string }> {
  const entry = join(folder, "entry.js");
  await writeFile(entry, source);
  const built = await build({
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    root: folder,
    build: {
      write: false,
      minify: true,
      target: "es2022",
      rollupOptions: { external: [/^react/] },
      lib: { entry, formats: ["iife"], name: "bundle", fileName: () => "bundle.js" },
    },
  });
  const [output] = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  if (output?.type !== "chunk") throw new Error("nothing was bundled");
  const { code } = output;
  return { bytes: Buffer.byteLength(code), compressed: gzipSync(code).length, code };
}

test("a bundle holds what it uses, and no more", async () => {
  const list = await bundled('export { Connections, GrantryProvider } from "@grantry/react";');
  const nothing = await bundled('import "@grantry/react"; export const nothing = 1;');
  const element = await bundled('import "@grantry/sdk/element";');
  expect(nothing.bytes).toBeLessThan(200);
  expect(list.compressed).toBeLessThan(9_500);
  // What its own client needs is in it, and nothing of backends.
  expect(element.compressed).toBeLessThan(21_000);
  expect(list.code).not.toMatch(/attachShadow|ConnectButton/);
  expect(element.code).not.toContain("react");
});
