/** A copy of the work tree that may be changed: the sources copied, the packages of others linked. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Scratch {
  readonly root: string;
  remove(): Promise<void>;
}

/** Our own packages are linked to the copy, so that no test runs a source that was not copied. */
const own = "@grantry";

export async function createScratch(repository: string): Promise<Scratch> {
  const root = await mkdtemp(join(tmpdir(), "grantry-prove-"));
  const files = listFiles(repository);
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await cp(join(repository, file), join(root, file));
  }
  const modules = join(repository, "node_modules");
  await mkdir(join(root, "node_modules"));
  for (const name of await readdir(modules)) {
    // What begins with a dot is somebody's cache, but for the folder of programs.
    if (name.startsWith(".") && name !== ".bin") continue;
    const to = join(root, "node_modules", name);
    if (name === own)
      await cp(join(modules, name), to, { recursive: true, verbatimSymlinks: true });
    else await symlink(join(modules, name), to);
  }
  // A workspace may have packages of its own, in other versions.
  for (const folder of files.filter((file) => file.endsWith("/package.json")).map(dirname)) {
    const nested = join(repository, folder, "node_modules");
    if (existsSync(nested)) await symlink(nested, join(root, folder, "node_modules"));
  }
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Every file that git knows or would take, and that is there. */
function listFiles(repository: string): string[] {
  const git = (...options: string[]) =>
    execFileSync("git", ["ls-files", "-z", ...options], { cwd: repository, encoding: "utf8" })
      .split("\0")
      .filter((file) => file !== "");
  const deleted = new Set(git("--deleted"));
  return git("--cached", "--others", "--exclude-standard").filter((file) => !deleted.has(file));
}
