/** Files: read with a plain word where that fails, and written whole or not at all. */
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
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

/**
 * Writes likewise, line by line, what its owner alone may read; all of it is on the disk once this resolves. `work` hands the
 * lines over, one after the other: where it throws, so does this, and the old text stays.
 */
export async function writeLines<T>(
  path: string,
  work: (add: (line: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const beside = `${path}.new`;
  const refused = (cause: unknown): never => {
    throw fileProblem(`Cannot write ${path}: name another file, or make room for it.`, cause);
  };
  // One that was cut off has left it.
  await rm(beside, { force: true }).catch(refused);
  const file = await open(beside, "wx", 0o600).catch(refused);
  try {
    const made = await work((line) => file.appendFile(`${line}\n`).catch(refused));
    await file.sync().catch(refused);
    await file.close().catch(refused);
    await rename(beside, path).catch(refused);
    await flushFolder(dirname(path));
    return made;
  } catch (thrown) {
    await file.close();
    await rm(beside, { force: true });
    throw thrown;
  }
}

/** Flushes what names a folder's files. */
async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    // Not every system lets a folder be opened and flushed.
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
