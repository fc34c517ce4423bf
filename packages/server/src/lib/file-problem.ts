/** What the operating system refuses about a file or its folder, in words for whoever can mend it. */
import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";

/** One line that says what to do; undefined for a failure of another kind. */
export function fileProblem(path: string, thrown: unknown): string | undefined {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return `There is no room to write ${path}: its disk is full. Make room on it, and start again.`;
    case "EROFS":
      return `${path} cannot be written: its file system is read-only. Mount it writable, or set GRANTRY_DATA_DIR to a folder that is.`;
    case "EACCES":
    case "EPERM":
      return notAllowed(path);
    case "ENOTDIR":
    case "EEXIST":
      return `${path} cannot be made: a part of its path is a file and no folder. Set GRANTRY_DATA_DIR to a folder.`;
    case "EISDIR":
      return `${path} is a folder, where a file is meant: name the file.`;
    default:
      return undefined;
  }
}

function notAllowed(path: string): string {
  const place = nearestThere(path);
  const [owner, self] = [ownerOf(place), process.getuid?.()];
  if (self === undefined || owner === undefined || owner === self) {
    return `${path} may not be used by this user: give the user read and write access to ${place}, or set GRANTRY_DATA_DIR to another folder.`;
  }
  return `${path} may not be used by this user (${self}): ${place} belongs to user ${owner}. Run chown -R ${self} on the data folder, or start the server as its owner.`;
}

/**
 * Why a file that is to be there, or to be made, cannot be read and written: looked at it itself, those beside it that are
 * there, and the folder. Undefined where nothing speaks against it. Changes nothing.
 */
export function whyNotUsable(path: string, beside: readonly string[] = []): string | undefined {
  const { R_OK, W_OK, X_OK } = constants;
  const there = [path, ...beside].filter((one) => ownerOf(one) !== undefined);
  const folder = nearestThere(dirname(path));
  for (const one of there) {
    const problem = refusedAccess(one, R_OK | W_OK);
    if (problem !== undefined) return problem;
  }
  return refusedAccess(folder, W_OK | X_OK);
}

function refusedAccess(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (thrown) {
    return fileProblem(path, thrown);
  }
}

/** Bytes of a file; none where it is not there. */
export function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** The path, or the nearest folder above it that is there. */
export function nearestThere(path: string): string {
  const above = dirname(path);
  return ownerOf(path) !== undefined || above === path ? path : nearestThere(above);
}

/** Undefined where nothing is there, or the folder cannot be looked into. */
function ownerOf(path: string): number | undefined {
  try {
    return statSync(path).uid;
  } catch {
    return undefined;
  }
}
