/** Where the built dashboard lies: in a folder, or inside the executable that the server is in. */
import { readdir, readFile, stat } from "node:fs/promises";
import { getAssetKeys, getRawAsset, isSea } from "node:sea";
import { fileURLToPath } from "node:url";

export interface BuiltFolder {
  /** Rejects where there is no such file. */
  read(name: string): Promise<Buffer>;
  /** Names of the files in its folder `assets`; none where nothing was built. */
  assets(): Promise<readonly string[]>;
  /** Differs whenever the file was written anew; empty where there is none. */
  written(name: string): Promise<string>;
  /** How people find the file. */
  path(name: string): string;
}

/** `path` ends with a slash. */
export function folderOnDisk(path: string): BuiltFolder {
  return {
    read: (name) => readFile(path + name),
    assets: () => readdir(`${path}assets`).catch(() => []),
    written: async (name) => {
      const found = await stat(path + name).catch(() => undefined);
      return found === undefined ? "" : `${found.mtimeMs} ${found.size} ${found.ino}`;
    },
    path: (name) => path + name,
  };
}

/** As tools/executable puts it in. The bytes are those of the program itself: nothing is copied. */
function folderInExecutable(): BuiltFolder {
  const prefix = "dashboard/";
  const keys = new Set(getAssetKeys());
  const assets = `${prefix}assets/`;
  const names = [...keys].filter((key) => key.startsWith(assets));
  return {
    read: async (name) => Buffer.from(getRawAsset(prefix + name)),
    assets: async () => names.map((key) => key.slice(assets.length)),
    written: async (name) => (keys.has(prefix + name) ? "built" : ""),
    path: (name) => prefix + name,
  };
}

/** The build that `npm install` makes, or that came with this program. */
export const builtFolder: BuiltFolder = isSea()
  ? folderInExecutable()
  : folderOnDisk(fileURLToPath(new URL(".", import.meta.resolve("#dashboard/index.html"))));
