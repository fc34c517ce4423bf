/**
 * The documentation's site as it was built, read when asked for. Texts lie there compressed and not otherwise, which makes
 * the site a fifth of its size; few browsers take nothing that is compressed.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { getAssetKeys, getRawAsset, isSea } from "node:sea";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { mediaTypeOf, takes } from "../built.ts";

/** Where the site lies. */
export interface BuiltSite {
  /** Undefined where there is no such file. */
  read(name: string): Promise<Buffer | undefined>;
}

/** `path` ends with a slash. */
export function siteOnDisk(path: string): BuiltSite {
  return { read: (name) => readFile(path + name).catch(() => undefined) };
}

const frontPage = "index.html.br";

/** As tools/executable puts it in. */
function siteInExecutable(): BuiltSite | undefined {
  const prefix = "docs/";
  const keys = new Set(getAssetKeys());
  if (!keys.has(prefix + frontPage)) return undefined;
  return {
    read: async (name) =>
      keys.has(prefix + name) ? Buffer.from(getRawAsset(prefix + name)) : undefined,
  };
}

/** The site that comes with this server; undefined where it was not built. */
export function builtSite(): BuiltSite | undefined {
  if (isSea()) return siteInExecutable();
  try {
    const index = fileURLToPath(import.meta.resolve(`#docs/${frontPage}`));
    return existsSync(index) ? siteOnDisk(index.slice(0, -frontPage.length)) : undefined;
  } catch {
    // Without the package that builds it there is none.
    return undefined;
  }
}

export interface SiteFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly isCompressed: boolean;
}

const partsMax = 5;

/** What may stand between two slashes: nothing of it leads up, is hidden, or is a path by itself. */
const part = /^[a-z0-9_][a-z0-9_.-]{0,99}$/i;

/** The file that an address below the site means: with its ending, without it, or the page of a folder. */
function nameOf(path: string): string | undefined {
  if (path === "") return "index.html";
  const parts = path.replace(/\/$/, "").split("/");
  if (parts.length > partsMax || !parts.every((one) => part.test(one))) return undefined;
  const name = parts.join("/");
  if (path.endsWith("/")) return `${name}/index.html`;
  return mediaTypeOf(name) === undefined ? `${name}.html` : name;
}

/** The file of an address below the site, compressed where the browser takes that; undefined where there is none. */
export async function siteFile(
  site: BuiltSite,
  path: string,
  accepts: string,
): Promise<SiteFile | undefined> {
  const name = nameOf(path);
  if (name === undefined) return undefined;
  const type = mediaTypeOf(name) ?? "";
  const compressed = await site.read(`${name}.br`);
  if (compressed === undefined) {
    const bytes = await site.read(name);
    return bytes === undefined ? undefined : { bytes, type, isCompressed: false };
  }
  if (takes(accepts, "br")) return { bytes: compressed, type, isCompressed: true };
  return { bytes: await promisify(brotliDecompress)(compressed), type, isCompressed: false };
}

/** Whether an address below the site is a folder with a page of its own: a browser finds what is in it only with a slash. */
export async function isFolder(site: BuiltSite, path: string): Promise<boolean> {
  const name = nameOf(`${path}/`);
  return name !== undefined && (await site.read(`${name}.br`)) !== undefined;
}
