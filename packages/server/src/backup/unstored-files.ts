/** Answers of providers that are not in the database yet (docs/token-engine.md), as files. They are sealed already. */
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GrantryError } from "../lib/error.ts";
import { createSealedFiles } from "../lib/sealed-files.ts";

export interface UnstoredFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** More have never lain there: one for each refresh while the database was away. */
const filesMax = 100_000;

/** All of them, by name. One that the server takes away meanwhile is in the database by then. */
export async function readUnstored(folder: string): Promise<UnstoredFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  if (names.length > filesMax)
    throw new GrantryError("backup_failed", {
      detail: `There are more than ${filesMax} files in ${folder}: start the server, so that it stores them.`,
    });
  const files: UnstoredFile[] = [];
  for (const name of names.sort()) {
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes !== null) files.push({ name, bytes });
  }
  return files;
}

/** Throws restore_refused where others lie there: they are of another database. */
export async function requireNoOthers(folder: string, names: readonly string[]): Promise<void> {
  const others = (await readdir(folder).catch(() => [])).filter(
    (name) => name.endsWith(".json") && !names.includes(name),
  );
  if (others.length === 0) return;
  throw new GrantryError("restore_refused", {
    detail: `Answers of providers for another database lie in ${folder}: start the server that they are of, so that it stores them, or move them away.`,
  });
}

/** Lays one down, whole or not at all. */
export async function writeUnstored(folder: string, { name, bytes }: UnstoredFile): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createSealedFiles(folder).put(name.replace(/\.json$/, ""), bytes.toString("utf8"));
}
