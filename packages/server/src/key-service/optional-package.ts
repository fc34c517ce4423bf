/** Packages that only some servers need: looked for by name when a root key of their kind is configured. */
import { createRequire } from "node:module";
import { isSea } from "node:sea";
import { GrantryError } from "../lib/error.ts";

const notFound = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];

/**
 * Loads one. The caller says by its type what it takes from it. Throws encryption_key_invalid, with what to install,
 * where it is not there.
 */
export async function loadOptional<T>(name: string, version: string): Promise<T> {
  try {
    // One file imports nothing from elsewhere; what lies in `node_modules` beside it can be required.
    return (isSea() ? createRequire(process.execPath)(name) : await import(name)) as T;
  } catch (cause) {
    const isMissing =
      cause instanceof Error && "code" in cause && notFound.includes(String(cause.code));
    const why = isMissing ? "is not installed" : "cannot be loaded";
    throw new GrantryError("encryption_key_invalid", {
      detail: `A root key is configured that needs the package ${name}, which ${why}: npm install ${name}@${version}`,
      cause,
    });
  }
}
