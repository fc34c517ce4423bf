/** The built dashboard, as it lies on the disk: read when asked for, so that it takes no memory from tokens. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Of what the build writes. */
const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

export interface BuiltFile {
  readonly bytes: Buffer;
  readonly type: string;
  /** How the bytes are compressed; undefined where they are not. */
  readonly encoding: "br" | "gzip" | undefined;
}

/** What the build wrote beside each file, the smallest first. */
const compressed = [
  ["br", "br"],
  ["gzip", "gz"],
] as const;

/** The folder of the build, which `npm install` fills. */
export const builtFolder = fileURLToPath(
  new URL(".", import.meta.resolve("@grantry/dashboard/dist/index.html")),
);

/** The page as it was built, or undefined where nothing was. */
export async function builtPage(folder: string): Promise<string | undefined> {
  return await readFile(`${folder}index.html`, "utf8").catch(() => undefined);
}

/** What the build says of addresses: `$` stands for what differs. */
interface Preload {
  readonly path: readonly string[];
  readonly files: readonly string[];
}

/** The files that the page of an address is made of, besides those that every page has: `/workspaces/ws_1/apps`. */
export async function builtPreloads(folder: string, address: string): Promise<readonly string[]> {
  const text = await readFile(`${folder}preloads.json`, "utf8").catch(() => "[]");
  const given = address.split("/").filter(Boolean);
  const fixed = ({ path }: Preload) => path.filter((part) => part !== "$").length;
  const [first] = (JSON.parse(text) as Preload[])
    .filter(
      ({ path }) =>
        path.length === given.length &&
        path.every((part, at) => part === "$" || part === given[at]),
    )
    .sort((one, other) => fixed(other) - fixed(one));
  return first?.files ?? [];
}

/** The name of the script that is built for a page of the server's; undefined where nothing was built. */
export async function builtScript(folder: string, entry: string): Promise<string | undefined> {
  const names: string[] = await readdir(`${folder}assets`).catch(() => []);
  return names.find((name) => name.startsWith(`${entry}-`) && name.endsWith(".js"));
}

/**
 * One of the files that the page is made of, in the best form that the browser takes; undefined where the
 * build has no such file. A name is looked up in the folder's list: no path leads out of it.
 */
export async function builtFile(
  folder: string,
  name: string,
  accepts: string,
): Promise<BuiltFile | undefined> {
  const type = types[name.split(".").at(-1) ?? ""];
  const names: string[] = await readdir(`${folder}assets`).catch(() => []);
  if (type === undefined || !names.includes(name)) return undefined;
  const taken = accepts.split(",").map((one) => one.split(";")[0]?.trim());
  const [encoding, ending] =
    compressed.find(
      ([coding, suffix]) => taken.includes(coding) && names.includes(`${name}.${suffix}`),
    ) ?? [];
  const path = `${folder}assets/${name}${ending === undefined ? "" : `.${ending}`}`;
  return { bytes: await readFile(path), type, encoding };
}
