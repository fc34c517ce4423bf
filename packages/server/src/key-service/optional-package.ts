/** Packages that only some servers need: looked for by name when a root key of their kind is configured. */
import { GrantryError } from "../lib/error.ts";

/**
 * Loads one. The caller says by its type what it takes from it. Throws encryption_key_invalid, with what to install,
 * where it is not there.
 */
export async function loadOptional<T>(name: string, version: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (cause) {
    const isMissing =
      cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
    const why = isMissing ? "is not installed" : "cannot be loaded";
    throw new GrantryError("encryption_key_invalid", {
      detail: `A root key is configured that needs the package ${name}, which ${why}: npm install ${name}@${version}`,
      cause,
    });
  }
}
