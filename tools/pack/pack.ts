/** Builds the published packages, makes a file of each, and checks those. */
import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Manifest, publishedManifest } from "./manifest.ts";
import { fileNameOf, type Published, published } from "./packages.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Packed {
  readonly name: string;
  /** Its path. */
  readonly file: string;
  readonly bytes: number;
}

/** Resolves once every file is there and was found good. Rejects with what a check has to say. */
export async function packAll(into: string): Promise<Packed[]> {
  const folder = resolve(into);
  await mkdir(folder, { recursive: true });
  return await Promise.all(published.map((one) => packOne(one, folder)));
}

async function packOne(one: Published, folder: string): Promise<Packed> {
  await run("npm", ["run", "build", "--workspace", one.name]);
  const version = await pack(one, folder);
  const file = join(folder, fileNameOf(one.name, version));
  await runTool("publint", ["--strict", file]);
  if (one.types !== null) await runTool("attw", [file, "--profile", one.types]);
  return { name: one.name, file, bytes: (await stat(file)).size };
}

/** From a folder of its own, which holds what is published and nothing else. */
async function pack({ folder }: Published, into: string): Promise<string> {
  const directory = `packages/${folder}`;
  const source = join(root, directory);
  const staged = await mkdtemp(join(tmpdir(), `grantry-${folder}-`));
  try {
    const own = await readManifest(source);
    const manifest = publishedManifest(own, await readManifest(root), directory);
    await writeFile(join(staged, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await cp(join(source, "dist"), join(staged, "dist"), { recursive: true });
    await copyFile(join(source, "README.md"), join(staged, "README.md"));
    await copyFile(join(root, "LICENSE"), join(staged, "LICENSE"));
    await run("npm", ["pack", "--pack-destination", into], staged);
    return own.version;
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

/** A tool of this repository's own. */
async function runTool(name: string, args: readonly string[]): Promise<void> {
  await run(join(root, "node_modules/.bin", name), args);
}

async function run(program: string, args: readonly string[], cwd: string = root): Promise<void> {
  try {
    await promisify(execFile)(program, args, { cwd, maxBuffer: 2 ** 24 });
  } catch (thrown) {
    const { stdout = "", stderr = "" } = thrown as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: thrown });
  }
}
