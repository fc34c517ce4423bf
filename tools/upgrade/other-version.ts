/** Another version of this tree, out of git, in a folder of its own with what it needs to run. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WrongArgument } from "../script.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL("../../", import.meta.url));

export interface OtherVersion {
  readonly folder: string;
  readonly commit: string;
  remove(): Promise<void>;
}

/** Throws WrongArgument where this clone has no such commit. */
export async function takeVersion(ref: string): Promise<OtherVersion> {
  const commit = await commitOf(ref);
  const folder = await mkdtemp(join(tmpdir(), "grantry-version-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, "tree.tar");
    await run("git", ["archive", "--output", archive, commit], { cwd: here });
    await run("tar", ["-xf", archive, "-C", folder]);
    await rm(archive);
    if (await hasAllOf(folder)) await shareModules(folder);
    else await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, maxBuffer: 1e8 });
    return { folder, commit, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

async function commitOf(ref: string): Promise<string> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  try {
    return (await run("git", args, { cwd: here })).stdout.trim();
  } catch (cause) {
    const { stdout } = await run("git", ["rev-parse", "--is-shallow-repository"], { cwd: here });
    const why =
      stdout.trim() === "true"
        ? "it is shallow: git fetch --unshallow"
        : "git log shows which it has";
    throw new WrongArgument(`This clone has no commit "${ref}": ${why}.`, { cause });
  }
}

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      { readonly version?: string; readonly link?: boolean; readonly optional?: boolean }
    >
  >;
}

/** Whether what this tree has installed is what that version would install. */
async function hasAllOf(folder: string): Promise<boolean> {
  const [theirs, ours] = await Promise.all([folder, here].map(readLock));
  return Object.entries(theirs?.packages ?? {}).every(([path, { version, link, optional }]) => {
    if (!path.startsWith("node_modules/") || link === true || optional === true) return true;
    return ours?.packages[path]?.version === version;
  });
}

async function readLock(folder: string): Promise<Lock> {
  return JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
}

/** Links to what this tree has installed; the names of the version's own packages lead into its own folder. */
async function shareModules(folder: string): Promise<void> {
  const own = await ownPackages(folder);
  const modules = join(folder, "node_modules");
  const shared = join(here, "node_modules");
  await mkdir(modules);
  for (const name of await moduleNames(shared)) {
    if (!own.has(name) && !isOurs(name)) await link(join(shared, name), join(modules, name));
  }
  for (const [name, path] of own) await link(path, join(modules, name));
  for (const path of own.values()) {
    const inner = join(here, path.slice(folder.length), "node_modules");
    if (existsSync(inner)) await link(inner, join(path, "node_modules"));
  }
}

const isOurs = (name: string) => name.startsWith("@grantry/") || name === "grantry";

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path, "junction");
}

async function moduleNames(modules: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await readdir(modules)) {
    if (name.startsWith(".")) continue;
    if (!name.startsWith("@")) names.push(name);
    else for (const inner of await readdir(join(modules, name))) names.push(`${name}/${inner}`);
  }
  return names;
}

/** Folders by the names of the packages in them. */
async function ownPackages(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const group of ["packages", "examples"]) {
    for (const name of await readdir(join(folder, group))) {
      const path = join(folder, group, name);
      const manifest = await readFile(join(path, "package.json"), "utf8").catch(() => null);
      if (manifest !== null) found.set((JSON.parse(manifest) as { name: string }).name, path);
    }
  }
  return found;
}
