/** Makes the executable: Node with server, dashboard and command line inside, in one file. */
import { execFile } from "node:child_process";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serverRun } from "../../packages/cli/src/commands/start.ts";
import { buildDashboard } from "../../packages/dashboard/build.ts";
import { buildSite } from "../../packages/site/build.ts";
import { bundleWhole } from "../pack/bundle.ts";
import { noticesFile, packagesIn } from "../pack/notices.ts";
import { type NodeProgram, nodeProgram } from "./node-program.ts";
import type { Platform } from "./platforms.ts";
import { type Bom, bomOf, npmComponents, partsOfNode } from "./sbom.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dashboard = join(root, "packages/dashboard/dist");
const entry = join(root, "packages/cli/src/main.ts");

export interface Executable {
  readonly platform: Platform;
  /** Its path. */
  readonly file: string;
  /** What is in it, as CycloneDX; beside it, with the ending `.cdx.json`. */
  readonly bom: Bom;
}

/** Writes an executable for each platform into the folder, and its bill of materials beside it. */
export async function buildExecutables(
  into: string,
  wanted: readonly Platform[],
): Promise<Executable[]> {
  await mkdir(into, { recursive: true });
  // Beside what is made, so that it gets its name when it is whole.
  const making = await mkdtemp(join(tmpdir(), "grantry-executable-"));
  try {
    await buildDashboard();
    await buildSite(join(making, "docs"), "for a server");
    await bundleWhole(entry, "node26", making);
    const made: Executable[] = [];
    for (const platform of wanted) made.push(await buildOne(platform, making, into));
    return made;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function buildOne(platform: Platform, making: string, into: string): Promise<Executable> {
  const node = await nodeProgram(platform);
  const files = await assets(making, node);
  const output = join(making, `grantry-${platform.name}`);
  const config = join(making, "sea.json");
  await writeFile(config, JSON.stringify(seaConfig(platform, { making, node, files, output })));
  // V8 takes code that was compiled ahead only where it runs with the same flags, in the same program.
  const builder = platform.isHere ? node.program : process.execPath;
  await promisify(execFile)(builder, [...serverRun.flags, "--build-sea", config]);
  const bom = await bomOfExecutable(platform, making);
  const file = join(into, `grantry-${platform.name}`);
  await copyFile(output, `${file}.new`);
  await rename(`${file}.new`, file);
  await writeFile(`${file}.cdx.json`, `${JSON.stringify(bom, null, 2)}\n`);
  return { platform, file, bom };
}

interface Parts {
  readonly making: string;
  readonly node: NodeProgram;
  readonly files: Readonly<Record<string, string>>;
  readonly output: string;
}

function seaConfig({ isHere }: Platform, { making, node, files, output }: Parts) {
  return {
    main: join(making, "main.js"),
    mainFormat: "module",
    executable: node.program,
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: isHere,
    execArgv: [...serverRun.flags, "--disable-warning=ExperimentalWarning"],
    // NODE_OPTIONS counts as for any Node.
    execArgvExtension: "env",
    assets: files,
  };
}

/** What the command line's own-files.ts, and the server's built-folder.ts and site-files.ts, read, by name. */
async function assets(making: string, node: NodeProgram): Promise<Record<string, string>> {
  return {
    "package.json": join(root, "packages/grantry/package.json"),
    LICENSE: join(root, "LICENSE"),
    [noticesFile]: join(making, noticesFile),
    "node-license.txt": node.licence,
    ...(await filesBelow(dashboard, "dashboard")),
    ...(await filesBelow(join(making, "docs"), "docs")),
  };
}

/** Each file of a folder and of those in it, by its name below the prefix. */
async function filesBelow(folder: string, prefix: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Object.fromEntries(paths.map((path) => [`${prefix}/${relative(folder, path)}`, path]));
}

async function bomOfExecutable({ name }: Platform, making: string): Promise<Bom> {
  const { version } = JSON.parse(
    await readFile(join(root, "packages/grantry/package.json"), "utf8"),
  ) as { readonly version: string };
  const notices = [join(making, noticesFile), join(dashboard, noticesFile)];
  const packages = await Promise.all(notices.map((file) => readFile(file, "utf8")));
  const components = [...npmComponents(packages.flatMap(packagesIn)), ...partsOfNode()];
  return bomOf({ name: `grantry-${name}`, version, components });
}
