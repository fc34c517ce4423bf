/** Packages that only some servers need: looked for by name where the configuration wants what they do. */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { isSea } from "node:sea";
import type { ErrorCode } from "@grantry/contract/errors";
import { GrantryError } from "./error.ts";

const notFound = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];

interface Wanted {
  readonly name: string;
  /** As `npm install` takes it. */
  readonly version: string;
  /** What of the configuration it is for, as the beginning of a sentence. */
  readonly why: string;
  readonly code: ErrorCode;
}

/** Loads one. The caller says by its type what it takes from it. Throws, with what to install, where it is not there. */
export async function loadPackage<T>({ name, version, why, code }: Wanted): Promise<T> {
  try {
    // One file imports nothing from elsewhere; what lies in `node_modules` beside it can be required.
    return (isSea() ? createRequire(process.execPath)(name) : await import(name)) as T;
  } catch (cause) {
    const isMissing =
      cause instanceof Error && "code" in cause && notFound.includes(String(cause.code));
    const what = isMissing ? "is not installed" : "cannot be loaded";
    throw new GrantryError(code, {
      detail: `${why} needs the package ${name}, which ${what}: npm install ${name}@${version}${where()}`,
      cause,
    });
  }
}

/** Where one file and the image run there need be no npm, and what it installs is found beside the file alone. */
function where(): string {
  if (!isSea()) return "";
  return ` where npm is, and put the folder node_modules that it makes into ${dirname(process.execPath)} or a folder above`;
}
