/**
 * Fetches the official command line from the npm registry into a folder of its own. It is bundled:
 * what it depends on is needed by other commands only, and one of its dependencies comes from another
 * registry, so that it cannot be an ordinary dependency of ours.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const version = "0.1.18";
/** SHA-512 of the published archive: another one is not run. */
const sha512 =
  "hEdlhAeieHN3EG/c4KpTN6cz1iRyfeO+gloprkGlYy1x7CIhyFDiM2CwfhegZpJuMPbojXrFprLBq0AFR+oc4g==";

export interface OfficialCli {
  /** The script that starts it. */
  readonly script: string;
  remove(): Promise<void>;
}

/** Rejects where the registry cannot be reached, or has something else under this version. */
export async function installOfficialCli(): Promise<OfficialCli> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-official-cli-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await run("npm", ["pack", `base44@${version}`, "--ignore-scripts"], { cwd: folder });
    const archive = join(folder, `base44-${version}.tgz`);
    const hash = createHash("sha512")
      .update(await readFile(archive))
      .digest("base64");
    if (hash !== sha512) throw new Error(`base44@${version} is not what it was: ${hash}`);
    await run("tar", ["-xzf", archive], { cwd: folder });
    return { script: join(folder, "package", "bin", "run.js"), remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
