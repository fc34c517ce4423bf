/**
 * A folder of small files for what could not be stored elsewhere just then. Each is complete or not
 * there: written beside, flushed, renamed. What goes in is sealed already.
 */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

export interface SealedFiles {
  put(name: string, text: string): Promise<void>;
  drop(name: string): Promise<void>;
  /** Every file's name and text. None where the folder is not there. */
  list(): Promise<{ readonly name: string; readonly text: string }[]>;
}

/** The folder is made with the first file; only its owner may read it. */
export function createSealedFiles(folder: string): SealedFiles {
  const pathOf = (name: string) => join(folder, `${name}.json`);
  return {
    put: async (name, text) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const beside = `${pathOf(name)}.new`;
      const file = await open(beside, "w", 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, pathOf(name));
    },
    drop: (name) => rm(pathOf(name), { force: true }),
    list: async () => {
      const names = await readdir(folder).catch(() => []);
      const files = names.filter((name) => name.endsWith(".json"));
      return await Promise.all(
        files.map(async (file) => ({
          name: file.slice(0, -".json".length),
          text: await readFile(join(folder, file), "utf8"),
        })),
      );
    },
  };
}
