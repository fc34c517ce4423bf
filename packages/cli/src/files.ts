/** Files: read with a plain word where that fails, and written whole or not at all. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileProblem } from "./failure.ts";

/** The text of a file; undefined where there is none. Throws where it cannot be read. */
export async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw fileProblem(`Cannot read ${path}.`, cause);
  }
}

/** Writes beside and renames: whoever reads sees the old text or the new one. */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: mode === 0o600 ? 0o700 : 0o777 });
    await writeFile(beside, text, { mode, flag: "wx" });
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw fileProblem(`Cannot write ${path}.`, cause);
  }
}

/** Writes a file that must not be there yet, readable by its owner only. */
export async function writeSecret(path: string, secret: string): Promise<void> {
  try {
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw fileProblem(`Cannot write ${path}: it must be a new file.`, cause);
  }
}
