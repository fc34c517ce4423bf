/**
 * Folders for what is not whole yet: for their owner alone, removed also where a signal ends the process, and those that a
 * killed process left removed by the next. A lock in them, which the system takes away with its process, says that one is used.
 */
import { existsSync, rmSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface WorkFolder {
  readonly path: string;
  remove(): Promise<void>;
}

const lockName = "lock";
const triesMax = 3;
/** While somebody finds out whether it is left over. */
const lockWaitMs = 5_000;

/** Makes one in `parent`, whose name begins with `prefix`, after it has removed those there that nobody uses. */
export async function makeWorkFolder(parent: string, prefix: string): Promise<WorkFolder> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(parent, prefix);
  for (let tries = 1; ; tries += 1) {
    const path = await mkdtemp(join(parent, prefix));
    const release = lock(path, lockWaitMs);
    if (release !== undefined && existsSync(join(path, lockName))) return held(path, release);
    release?.();
    if (tries >= triesMax) throw new Error(`${path} could not be locked`);
  }
}

/** Makes one in the first of these folders that takes it. Rejects as the last does. */
export async function makeWorkFolderIn(
  [first, ...others]: readonly [string, ...string[]],
  prefix: string,
): Promise<WorkFolder> {
  try {
    return await makeWorkFolder(first, prefix);
  } catch (thrown) {
    const [next, ...rest] = others;
    // What the system refuses has a code.
    if (next === undefined || !(thrown instanceof Error && "code" in thrown)) throw thrown;
    return await makeWorkFolderIn([next, ...rest], prefix);
  }
}

function held(path: string, release: () => void): WorkFolder {
  // Signals end the process by process.exit.
  const atExit = () => rmSync(path, { recursive: true, force: true });
  process.once("exit", atExit);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      process.removeListener("exit", atExit);
      release();
    },
  };
}

async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (!name.startsWith(prefix) || !(await isOwn(path))) continue;
    if (!existsSync(join(path, lockName))) continue;
    const release = lock(path, 0);
    if (release === undefined) continue;
    await rm(path, { recursive: true, force: true });
    release();
  }
}

/** In a folder for everybody, others may lay down something that is called so. */
async function isOwn(path: string): Promise<boolean> {
  try {
    const found = await lstat(path);
    return found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
  } catch {
    return false;
  }
}

/** Undefined where somebody has it; else what lets go of it. */
function lock(folder: string, waitMs: number): (() => void) | undefined {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(join(folder, lockName), { timeout: waitMs });
    file.exec("BEGIN EXCLUSIVE");
    const { close } = file;
    return close.bind(file);
  } catch {
    file?.close();
    return undefined;
  }
}
