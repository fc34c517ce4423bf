/** The Node that an executable is made of: as npm has it for a platform, with its licence. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Platform } from "./platforms.ts";

const run = promisify(execFile);
const cache = fileURLToPath(new URL("../../node_modules/.cache/grantry-node", import.meta.url));

export interface NodeProgram {
  readonly program: string;
  readonly licence: string;
}

/** Fetched once, in the version of the Node that runs this. Without its symbols where binutils for the platform are there. */
export async function nodeProgram(platform: Platform): Promise<NodeProgram> {
  const name = `node-${platform.name}-${process.versions.node}`;
  const folder = join(cache, name);
  const found = { program: join(folder, "node"), licence: join(folder, "LICENSE") };
  if (existsSync(folder)) return found;
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, ".making-"));
  try {
    const wanted = `node-${platform.name}@${process.versions.node}`;
    await run("npm", ["pack", wanted, "--pack-destination", making, "--prefer-offline"]);
    const [file = ""] = await readdir(making);
    const members = ["package/bin/node", "package/LICENSE"];
    await run("tar", ["-xzf", join(making, file), "-C", making, "--no-same-owner", ...members]);
    const ready = join(making, "ready");
    await mkdir(ready);
    await rename(join(making, "package/LICENSE"), join(ready, "LICENSE"));
    await rename(join(making, "package/bin/node"), join(ready, "node"));
    await strip(platform, join(ready, "node"));
    await rename(ready, folder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return found;
}

/** A quarter of the file are names for debuggers of native code. */
async function strip({ strips }: Platform, program: string): Promise<void> {
  for (const tool of strips) {
    try {
      await run(tool, [program]);
      return;
    } catch (thrown) {
      if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT")) throw thrown;
    }
  }
}
