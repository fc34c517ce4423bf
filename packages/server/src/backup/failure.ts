/** What the system refuses, in a line that says what to do. */
import { GrantryError } from "../lib/error.ts";

const whys: Readonly<Record<string, string>> = {
  ENOSPC: "there is no room left there",
  EDQUOT: "the quota there is used up",
  EACCES: "its folder cannot be written",
  EPERM: "its folder cannot be written",
  EROFS: "its folder cannot be written",
  ENOTDIR: "part of its path is not a folder",
};

/** What is said of a backup that does not hold what it should, byte for byte. */
export function damagedBackup(cause?: unknown): GrantryError {
  return new GrantryError("backup_unusable", {
    detail: "The file is incomplete or damaged: take another backup.",
    cause,
  });
}

/** `what` could not be written, as in "The backup": nothing of it is left. Anything else stays as it is. */
export function asFileFailure(
  thrown: unknown,
  code: "backup_failed" | "restore_refused",
  what: string,
): unknown {
  if (!(thrown instanceof Error) || !("code" in thrown)) return thrown;
  const why = whys[String(thrown.code)];
  if (why === undefined) return thrown;
  const help =
    why.includes("room") || why.includes("quota")
      ? " While it is made it takes twice the size of the database."
      : "";
  return new GrantryError(code, {
    detail: `${what} cannot be written: ${why}.${help}`,
    cause: thrown,
  });
}
