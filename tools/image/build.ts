/** Makes the image by the Dockerfile, without Docker: buildah needs neither an engine nor a base from a registry. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Executable } from "../executable/build.ts";
import { makeRootFolder } from "./root-folder.ts";

const dockerfile = fileURLToPath(new URL("../../Dockerfile", import.meta.url));

/** Where the Dockerfile's first stage leaves what the image is made of. */
const stageFolder = "image";

/**
 * Writes the image into a folder in OCI's layout, under the tag `latest`. What the Dockerfile's first stage does is done
 * here; its last stage is carried out as it stands there.
 */
export async function buildImage(executable: Executable, into: string): Promise<void> {
  const making = await mkdtemp(join(tmpdir(), "grantry-image-"));
  try {
    await makeRootFolder(executable, join(making, "stage", stageFolder));
    await writeFile(join(making, "last-stage"), lastStage(await readFile(dockerfile, "utf8")));
    await mkdir(join(making, "empty"));
    const buildah = buildahIn(making);
    const stage = ["--build-context", `build=${join(making, "stage")}`];
    // The same parts make the same image.
    const same = ["--timestamp", "0", "--format", "oci"];
    const file = ["--file", join(making, "last-stage")];
    await buildah("build", ...stage, ...same, ...file, "--tag", "grantry", join(making, "empty"));
    await buildah("push", "grantry", `oci:${join(making, "oci")}:latest`);
    await cp(join(making, "oci"), into, { recursive: true });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** From its last FROM on. */
function lastStage(text: string): string {
  return text.slice(text.lastIndexOf("\nFROM ") + 1);
}

function buildahIn(folder: string): (...args: string[]) => Promise<void> {
  const places = ["--root", join(folder, "store"), "--runroot", join(folder, "run")];
  const env = { ...process.env, STORAGE_DRIVER: "vfs", BUILDAH_ISOLATION: "chroot" };
  return async (command, ...args) => {
    await promisify(execFile)("buildah", [...places, command, ...args], { env });
  };
}
