/** Files that come with the program: beside it, or inside it where it is one file. */
import { readFile } from "node:fs/promises";
import { getAsset, isSea } from "node:sea";

/** By name: where it lies, seen from this module as it is published. Inside an executable it has that name. */
const places = {
  "package.json": "../package.json",
  LICENSE: "../LICENSE",
  "third-party-notices.txt": "./third-party-notices.txt",
  "dashboard/third-party-notices.txt": "./dashboard/third-party-notices.txt",
  /** In an executable alone. */
  "node-license.txt": "./node-license.txt",
} as const;

export type OwnFile = keyof typeof places;

/** Its text; undefined where this program came without it. */
export async function ownFile(name: OwnFile): Promise<string | undefined> {
  try {
    if (isSea()) return getAsset(name, "utf8");
    return await readFile(new URL(places[name], import.meta.url), "utf8");
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && missing.includes(String(thrown.code))) {
      return undefined;
    }
    throw thrown;
  }
}

const missing = ["ENOENT", "ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND"];
