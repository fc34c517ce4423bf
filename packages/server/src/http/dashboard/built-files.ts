/** The built dashboard, as it lies there: read when asked for, so that it takes no memory from tokens. */
import { z } from "zod";
import { describeThrown } from "../../lib/error.ts";
import type { Log } from "../../lib/log.ts";
import { mediaTypeOf, takes } from "../built.ts";
import type { BuiltFolder } from "./built-folder.ts";

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

/** The page as it was built, or undefined where nothing was. */
export async function builtPage(folder: BuiltFolder): Promise<string | undefined> {
  const page = await folder.read("index.html").catch(() => undefined);
  return page?.toString();
}

const preloadsFile = "preloads.json";

/** What the build says of addresses: `$` stands for what differs. */
const preloadsSchema = z.array(z.object({ path: z.array(z.string()), files: z.array(z.string()) }));

type Preloads = z.output<typeof preloadsSchema>;

/** As read last, by folder: a build while the server runs writes the file anew. */
const lastRead = new WeakMap<
  BuiltFolder,
  { readonly written: string; readonly preloads: Preloads }
>();

/**
 * The files that the page of an address is made of, besides those that every page has: `/workspaces/ws_1/apps`. Where the
 * build does not say so pages ask for them a little later; one that says nothing that can be read is told in the log.
 */
export async function builtPreloads(
  folder: BuiltFolder,
  address: string,
  log: Pick<Log, "warn">,
): Promise<readonly string[]> {
  const given = address.split("/").filter(Boolean);
  const fixed = ({ path }: Preloads[number]) => path.filter((part) => part !== "$").length;
  const [first] = (await preloadsOf(folder, log))
    .filter(
      ({ path }) =>
        path.length === given.length &&
        path.every((part, at) => part === "$" || part === given[at]),
    )
    .sort((one, other) => fixed(other) - fixed(one));
  return first?.files ?? [];
}

async function preloadsOf(folder: BuiltFolder, log: Pick<Log, "warn">): Promise<Preloads> {
  const written = await folder.written(preloadsFile);
  const known = lastRead.get(folder);
  if (known?.written === written) return known.preloads;
  const preloads = written === "" ? [] : await readPreloads(folder, log);
  lastRead.set(folder, { written, preloads });
  return preloads;
}

async function readPreloads(folder: BuiltFolder, log: Pick<Log, "warn">): Promise<Preloads> {
  try {
    return preloadsSchema.parse(JSON.parse((await folder.read(preloadsFile)).toString()));
  } catch (thrown) {
    const said =
      "the dashboard's list of files cannot be read: build it with npm run dashboard:build";
    log.warn({ file: folder.path(preloadsFile), cause: describeThrown(thrown) }, said);
    return [];
  }
}

/** The name of the script that is built for a page of the server's; undefined where nothing was built. */
export async function builtScript(folder: BuiltFolder, entry: string): Promise<string | undefined> {
  const names = await folder.assets();
  return names.find((name) => name.startsWith(`${entry}-`) && name.endsWith(".js"));
}

/**
 * One of the files that the page is made of, in the best form that the browser takes; undefined where the
 * build has no such file. A name is looked up in the folder's list: no path leads out of it.
 */
export async function builtFile(
  folder: BuiltFolder,
  name: string,
  accepts: string,
): Promise<BuiltFile | undefined> {
  const type = mediaTypeOf(name);
  const names = await folder.assets();
  if (type === undefined || !names.includes(name)) return undefined;
  const [encoding, ending] =
    compressed.find(
      ([coding, suffix]) => takes(accepts, coding) && names.includes(`${name}.${suffix}`),
    ) ?? [];
  const file = `assets/${name}${ending === undefined ? "" : `.${ending}`}`;
  return { bytes: await folder.read(file), type, encoding };
}
