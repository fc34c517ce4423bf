/** What `release.yml` asks before it publishes: is this the version, what is new in it, and whose repository is it. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript, WrongArgument } from "../script.ts";
import { sectionOf } from "./changelog.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = async (file: string) => await readFile(join(root, file), "utf8");

const help = `npm run release:check -- <tag>           ends with an error unless the tag is v and the version, and the changelog has it
npm run release:notes                    prints the changelog's section of this version
npm run release:repository -- <address>  writes where the sources are into each package that is published, as npm wants for provenance
`;

const commands: Readonly<Record<string, (argument: string) => Promise<void>>> = {
  check: async (tag) => {
    const { version } = JSON.parse(await read("package.json"));
    if (tag !== `v${version}`)
      throw new WrongArgument(
        `The tag is ${tag || "missing"}, and the version ${version}: tag the commit of the version.`,
      );
    sectionOf(await read("CHANGELOG.md"), version);
  },
  notes: async () => {
    const { version } = JSON.parse(await read("package.json"));
    process.stdout.write(`${sectionOf(await read("CHANGELOG.md"), version)}\n`);
  },
  repository: async (address) => {
    if (!URL.canParse(address) || new URL(address).protocol !== "https:")
      throw new WrongArgument("Name the repository by its https address.");
    const manifests = execFileSync("git", ["ls-files", "packages/*/package.json"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const file of manifests.trim().split("\n")) {
      const manifest = JSON.parse(await read(file));
      if (manifest.private === true) continue;
      const directory = file.slice(0, -"/package.json".length);
      const repository = { type: "git", url: `git+${address}.git`, directory };
      await writeFile(
        join(root, file),
        `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`,
      );
    }
  },
};

await runScript(help, async ([name = "", argument = "", ...more]) => {
  const command = commands[name];
  if (command === undefined || more.length > 0)
    throw new WrongArgument("--help says what there is.");
  await command(argument);
});
