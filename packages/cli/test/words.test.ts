/** What is typed and names no command. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

let bench: Bench;
let folder: Folder;
beforeAll(async () => {
  bench = await createBench({});
  folder = await bench.folder();
});
afterAll(() => bench.close());

test.each([[["--version"]], [["-v"]], [["--version", "--json"]]])(
  "%s says the version",
  async (args) => {
    const file = new URL("../package.json", import.meta.url);
    const { version } = JSON.parse(await readFile(file, "utf8"));
    const ran = await folder.run(args);
    const said = args.includes("--json") ? ran.json.version : ran.stdout.trim();
    expect([ran.code, said]).toEqual([0, version]);
  },
);

test.each(["connections", "apps", "tokens", "governance", "oauth-clients"])(
  "%s alone lists what there is of it",
  async (group) => {
    const ran = await folder.run([group]);
    expect([ran.code, ran.stderr]).toEqual([
      2,
      expect.stringContaining(`"${group}" is several commands:`),
    ]);
    expect(ran.stderr).toMatch(new RegExp(`^  ${group} list`, "m"));
    const help = await folder.run([group, "--help"]);
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining(`  ${group} list`)]);
  },
);

test("a misspelt command of a group lists the group; another one names the help", async () => {
  const near = await folder.run(["connections", "lst", "--json"]);
  expect([near.code, near.json.error.message]).toEqual([
    2,
    expect.stringContaining("connections list"),
  ]);
  const far = await folder.run(["conections", "list"]);
  expect([far.code, far.stderr]).toEqual([2, expect.stringContaining("grantry --help")]);
  expect((await folder.run(["help"])).stdout).toContain("connectors push");
});

test("a command on the server's machine lists no option that says where, and refuses one", async () => {
  for (const name of ["apply", "doctor", "keys retire", "server operators list"]) {
    const words = name.split(" ");
    const { stdout } = await folder.run([...words, "--help"]);
    expect(stdout).toContain("--json");
    expect(stdout).not.toMatch(/--(?:server|app|project|workspace)\b/);
    const ran = await folder.run([...words, "--server", "https://grantry.example.com"]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("--server is wrong here")]);
  }
  const { stdout } = await folder.run(["keys", "list", "--help"]);
  expect([stdout.includes("--workspace"), stdout.includes("--server")]).toEqual([true, false]);
});
