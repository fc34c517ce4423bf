/** Where the databases of tests lie. */
import { accessSync, constants, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

/** What databases of a run may take, and as much again. */
const bytesMin = 2 ** 31;

/**
 * A folder in memory where the system has one with room (Linux), else that of temporary files. Making and
 * dropping a database of PostgreSQL writes and deletes three hundred files, which costs several times as
 * much on a disk; and what was committed is asked for, not what survives a power cut.
 */
export const fastFolder = hasRoom("/dev/shm") ? "/dev/shm" : tmpdir();

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > bytesMin;
  } catch {
    return false;
  }
}
