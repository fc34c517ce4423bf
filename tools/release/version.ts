/** `npm run release:version`: gives everything the next version, as the changesets say. */
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeDeployTexts } from "../deploy-texts.ts";
import { runScript, WrongArgument } from "../script.ts";
import { releaseChangelog, summaryOf } from "./changelog.ts";

const help = `npm run release:version [-- --date <yyyy-mm-dd>]

Gives all packages the next version, as the files in .changeset say, and moves what they say and what is unreleased in CHANGELOG.md to a section
of that version. Without such files the version stays, which is how the first one is released. Look at what changed, and commit it.

  --date <date>     of the section; today where not given
  --help            this text
`;

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the version stands besides the packages: the server says it of itself. `tools/versions.test.ts` holds all together. */
const serverFiles = [
  "packages/server/src/lib/version.ts",
  "packages/contract/src/v1/server.ts",
] as const;

/** Where deploy/ says which image is run. */
const imageFiles = [
  "deploy/compose/postgres/.env.example",
  "deploy/compose/sqlite/.env.example",
  "deploy/kubernetes/production/kustomization.yaml",
  "deploy/kubernetes/upgrade-check/kustomization.yaml",
] as const;

await runScript(help, async (args) => {
  const { values } = parseArgs({ args, options: { date: { type: "string" } } });
  const date = values.date ?? new Date().toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new WrongArgument("--date is a day such as 2026-12-01.");
  if (git("status", "--porcelain") !== "")
    throw new WrongArgument("There are changes that are not committed: commit them first.");
  const summaries = await readSummaries();
  if (summaries.length > 0) runChangesets();
  const before = await versionOf("package.json");
  const version = await versionOf("packages/grantry/package.json");
  await change("CHANGELOG.md", (text) => releaseChangelog(text, { version, date, summaries }));
  for (const file of ["package.json", ...serverFiles, ...imageFiles]) {
    await change(file, (text) => withVersion(file, text, version));
  }
  writeDeployTexts();
  for (const file of pages()) {
    await change(file, (text) => text.replaceAll(`-${before}.tgz`, `-${version}.tgz`));
  }
  // What is installed stays; the lock file learns the new versions.
  run("npm", ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]);
  process.stdout.write(
    `This is ${version} now. Look at the changes, commit them, and tag the commit v${version}.\n`,
  );
});

async function readSummaries(): Promise<string[]> {
  const folder = join(root, ".changeset");
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith(".md") && file !== "README.md",
  );
  return await Promise.all(
    files
      .toSorted()
      .map(async (file) => summaryOf(file, await readFile(join(folder, file), "utf8"))),
  );
}

function runChangesets(): void {
  const manifest = createRequire(import.meta.url).resolve("@changesets/cli/package.json");
  run(process.execPath, [join(dirname(manifest), "bin.js"), "version"]);
}

async function versionOf(file: string): Promise<string> {
  return JSON.parse(await readFile(join(root, file), "utf8")).version;
}

async function change(file: string, edit: (text: string) => string): Promise<void> {
  const path = join(root, file);
  const text = await readFile(path, "utf8");
  const changed = edit(text);
  if (changed !== text) await writeFile(path, changed);
}

/** Throws where it names none: a place that has moved is noticed. */
function withVersion(file: string, text: string, version: string): string {
  const places = /(\bversion"?(?::| =) "|\/grantry:|\bnewTag: )\d+\.\d+\.\d+[\w.-]*/g;
  if (!places.test(text)) throw new Error(`${file} names no version any more.`);
  return text.replaceAll(places, (_all, place: string) => place + version);
}

function pages(): string[] {
  const isPage = (file: string) => file !== "CHANGELOG.md" && !file.startsWith(".changeset/");
  return git("ls-files", "*.md").split("\n").filter(isPage);
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}
