/** Packages that only some servers need: looked for by name when a root key of their kind is configured. */
import { loadPackage } from "../lib/optional-package.ts";

/**
 * Loads one. The caller says by its type what it takes from it. Throws encryption_key_invalid, with what to install,
 * where it is not there.
 */
export async function loadOptional<T>(name: string, version: string): Promise<T> {
  const why = "A root key is configured that";
  return await loadPackage<T>({ name, version, why, code: "encryption_key_invalid" });
}
