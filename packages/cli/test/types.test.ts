/** The generated types, judged by the compiler, with both SDKs. */
import { execFile } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../..", import.meta.url));
const modules = join(repository, "node_modules");
const packages = {
  "@grantry/sdk": join(repository, "packages/sdk"),
  "@base44/sdk": join(modules, "@base44/sdk"),
};
type Sdk = keyof typeof packages;

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({});
});
afterAll(() => bench.close());

/** A project that uses these SDKs. */
async function project(sdks: readonly Sdk[]): Promise<Folder> {
  const folder = await bench.folder();
  for (const sdk of sdks) {
    await mkdir(join(folder.root, "node_modules", sdk.split("/")[0] ?? ""), { recursive: true });
    await symlink(packages[sdk], join(folder.root, "node_modules", sdk));
  }
  await folder.write("package.json", { type: "module" });
  await folder.write("connectors/slack.jsonc", { type: "slack", scopes: ["chat:write", 'a"b'] });
  await folder.write("grantry.json", {
    app_user_connectors: [{ id: "665f1c2ab3d4e5f60718293a", type: "googlecalendar", scopes: [] }],
  });
  return folder;
}

/** What the compiler says of a program: its errors by line, none where it is right. */
async function compile(folder: Folder, program: string): Promise<string[]> {
  await folder.write("program.ts", program);
  const options = ["--strict", "--noEmit", "--skipLibCheck", "--lib", "es2024,dom", "--types", ""];
  const module = ["--module", "nodenext", "--target", "es2022", "--customConditions", "source"];
  const args = [...options, ...module, "--allowImportingTsExtensions", "program.ts"];
  const files = (await folder.names(".")).filter((name) => name.endsWith(".d.ts"));
  const compiler = join(modules, "typescript/bin/tsc");
  const done = await run(process.execPath, [compiler, ...args, ...files], {
    cwd: folder.root,
  }).catch((failed: { stdout: string }) => failed);
  return done.stdout.split("\n").filter((line) => line.startsWith("program.ts"));
}

const programs: Record<Sdk, (type: string) => string> = {
  "@grantry/sdk": (type) => `
    import { createClient } from "@grantry/sdk";
    const client = createClient({ appId: "a", serverUrl: "/" });
    void client.asServiceRole.connectors.getConnection("${type}");`,
  "@base44/sdk": (type) => `
    import { createClient } from "@base44/sdk";
    const client = createClient({ appId: "a" });
    void client.asServiceRole.connectors.getConnection("${type}");`,
};

test.each(["@grantry/sdk", "@base44/sdk"] as const)(
  "with %s a wrong integration type is an error, and only because of the generated file",
  async (sdk) => {
    const folder = await project([sdk]);
    expect(await compile(folder, programs[sdk]("slak"))).toEqual([]);
    const ran = await folder.run(["types", "generate", "--json"]);
    expect([ran.code, ran.json]).toMatchObject([
      0,
      { file: "grantry-connectors.d.ts", changed: true, types: ["googlecalendar", "slack"] },
    ]);
    expect(await compile(folder, programs[sdk]("slack"))).toEqual([]);
    expect(await compile(folder, programs[sdk]("googlecalendar"))).toEqual([]);
    expect(await compile(folder, programs[sdk]("slak"))).toEqual([
      expect.stringMatching(/^program\.ts\(4.*'"slak"' is not assignable/),
    ]);
  },
);

test("the official command line's name, connector IDs and scopes are there as well", async () => {
  const folder = await project(["@grantry/sdk", "@base44/sdk"]);
  await folder.run(["types", "generate"]);
  const program = (id: string, scope: string) => `
    import type { ConnectorIdRegistry, ConnectorScopeRegistry } from "@grantry/sdk";
    import type { ConnectorTypeRegistry } from "@base44/sdk";
    export const id: keyof ConnectorIdRegistry = "${id}";
    export const scope: ConnectorScopeRegistry["slack"] = "${scope}";
    export const type: keyof ConnectorTypeRegistry = "slack";`;
  expect(await compile(folder, program("665f1c2ab3d4e5f60718293a", "chat:write"))).toEqual([]);
  const wrong = await compile(folder, program("665f1c2ab3d4e5f60718293b", "chat:wrote"));
  expect(wrong.length).toBe(2);
});

test("with @grantry/sdk a wrong connector ID or scope is an error, and only because of the generated file", async () => {
  const folder = await project(["@grantry/sdk"]);
  const program = (id: string, scope: string) => `
    import { createClient } from "@grantry/sdk";
    const client = createClient({ appId: "a", serverUrl: "/" });
    const { connectors } = client.asServiceRole;
    void client.connectors.connect("${id}");
    void connectors.getCurrentAppUserConnection("${id}", { scopes: ["of a type without scopes"] });
    void connectors.fetchFor({ connectorId: "${id}", owner: "current_user" });
    void connectors.getConnection("slack", { scopes: ["${scope}"] });
    void connectors.fetchFor({ integrationType: "slack" }, { scopes: ["${scope}"] });`;
  const [id, scope] = ["665f1c2ab3d4e5f60718293a", "chat:write"];
  const [wrongId, wrongScope] = ["665f1c2ab3d4e5f60718293b", "chat:wrote"];
  expect(await compile(folder, program(wrongId, wrongScope))).toEqual([]);
  await folder.run(["types", "generate"]);
  expect(await compile(folder, program(id, scope))).toEqual([]);
  const lines = (errors: string[]) => errors.map((error) => /\((\d+),/.exec(error)?.[1]);
  expect(lines(await compile(folder, program(wrongId, scope)))).toEqual(["5", "6", "7"]);
  expect(lines(await compile(folder, program(id, wrongScope)))).toEqual(["8", "9"]);
});

test("in a project of the official command line its files are read, without grantry.json", async () => {
  for (const [config, dir] of [
    [{ name: "App" }, "base44/connectors"],
    [{ name: "App", connectorsDir: "links" }, "base44/links"],
    [null, "base44/connectors"],
  ] as const) {
    const folder = await bench.folder();
    if (config !== null) await folder.write("base44/config.jsonc", config);
    await folder.write(`${dir}/slack.jsonc`, { type: "slack", scopes: [] });
    await folder.write("src/page.ts", "");
    const run = (cwd: string) =>
      folder.run(["types", "generate", "--sdk", "base44"], { cwd: join(folder.root, cwd) });
    const ran = await run(".");
    expect([ran.code, ran.stdout]).toEqual([
      0,
      expect.stringContaining(": 1 type, 0 connector IDs, for @base44/sdk."),
    ]);
    const written = await folder.read("grantry-connectors.d.ts");
    expect(written).toContain('"slack": true;');
    expect((await run("src")).code).toBe(0);
    expect(await folder.names("src")).toEqual(["page.ts"]);
  }
});

test("a grantry.json further up counts, whatever lies nearer of the official command line", async () => {
  for (const near of [
    "base44/config.jsonc",
    "base44/connectors/slack.jsonc",
    "base44/config.json",
  ]) {
    const folder = await bench.folder();
    await folder.write("grantry.json", { connectors_dir: "links", types_file: "types.d.ts" });
    await folder.write("links/gmail.jsonc", { type: "gmail", scopes: [] });
    await folder.write(`app/${near}`, near.includes("config") ? "not JSON" : { type: "slack" });
    const cwd = join(folder.root, "app");
    const ran = await folder.run(["types", "generate", "--sdk", "base44"], { cwd });
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    const written = await folder.read("types.d.ts");
    expect(written).toContain('"gmail": true;');
    expect(written).not.toContain("slack");
  }
});

test("where there is nothing to write types of, a file that is there stays, and it is an error", async () => {
  const folder = await project(["@grantry/sdk"]);
  await folder.run(["types", "generate"]);
  const good = await folder.read("grantry-connectors.d.ts");
  await folder.write("grantry.json", { connectors_dir: "elsewhere" });
  for (const more of [[], ["--check"], ["--dir", "nowhere"]]) {
    const ran = await folder.run(["types", "generate", ...more]);
    expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining("Nothing was written.")]);
  }
  expect(await folder.read("grantry-connectors.d.ts")).toBe(good);
  const empty = await bench.folder();
  expect((await empty.run(["types", "generate", "--sdk", "both"])).code).toBe(3);
  expect(await empty.names(".")).toEqual([]);
});

test("a second run changes nothing, and --check fails where the file is old", async () => {
  const folder = await project(["@grantry/sdk"]);
  expect((await folder.run(["types", "generate", "--check"])).code).toBe(3);
  expect(await folder.names(".")).not.toContain("grantry-connectors.d.ts");
  await folder.run(["types", "generate"]);
  expect((await folder.run(["types", "generate", "--json"])).json.changed).toBe(false);
  expect((await folder.run(["types", "generate", "--check"])).code).toBe(0);
});

test("without an SDK it is said that one must be named", async () => {
  const folder = await project([]);
  const ran = await folder.run(["types", "generate"]);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("give --sdk grantry")]);
  expect((await folder.run(["types", "generate", "--sdk", "both"])).code).toBe(0);
});
