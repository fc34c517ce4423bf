/** Makes the executables once for the whole run, by the command that people use. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

const root = fileURLToPath(new URL("../..", import.meta.url));

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the executables, one for each platform, with what is in each. */
    executables: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-executables-"));
  const command = ["run", "build:executable", "--", "--into", folder, "--platform", "all"];
  await promisify(execFile)("npm", command, { cwd: root });
  project.provide("executables", folder);
  return () => rm(folder, { recursive: true, force: true });
}
