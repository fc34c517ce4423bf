/**
 * Builds the dashboard into `dist`: what the server sends to browsers, each file also compressed. Nothing is
 * built where what there is was built from the same sources.
 *
 * It is run by `npm install`, and by tests of what it builds: `node --conditions=source build.ts`.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const bundler = join(here, "bundle.ts");
const stampFile = "built-from.txt";
/** What the built files are made of; folders end with a slash. */
const sources = [
  "index.html",
  "build.ts",
  "bundle.ts",
  "preloads.ts",
  "package.json",
  "src/",
  "../design/src/",
  "../contract/src/",
  "../../tools/pack/notices.ts",
  "../../package-lock.json",
];

/** One hash of all that the build reads. */
async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    const path = join(here, source);
    if (!existsSync(path)) continue;
    const names = source.endsWith("/")
      ? (await readdir(path, { recursive: true, withFileTypes: true }))
          .filter((one) => one.isFile())
          .map((one) => join(one.parentPath, one.name))
          .sort()
      : [path];
    for (const name of names) hash.update(name.slice(here.length)).update(await readFile(name));
  }
  return hash.digest("hex");
}

const compressible = /\.(?:js|css|html|svg)$/;

/** Writes each file's compressed forms beside it, where they are smaller: those of a line or two are not. */
async function compress(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => compressible.test(name))) {
    const path = join(folder, file);
    const bytes = await readFile(path);
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    const forms = {
      br: await promisify(brotliCompress)(bytes, brotli),
      gz: await promisify(gzip)(bytes),
    };
    for (const [suffix, form] of Object.entries(forms)) {
      if (form.length < bytes.length) await writeFile(`${path}.${suffix}`, form);
    }
  }
}

/** Where two build at once, the one that comes second finds the same already there. */
async function putInPlace(folder: string, stamp: string): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  try {
    await rename(folder, dist);
  } catch (thrown) {
    const other = await readFile(join(dist, stampFile), "utf8").catch(() => "");
    if (other !== stamp) throw thrown;
  }
}

/** Builds, unless `dist` is fresh. True where something was built. */
export async function buildDashboard(): Promise<boolean> {
  const stamp = await hashOfSources();
  const before = await readFile(join(dist, stampFile), "utf8").catch(() => "");
  if (before === stamp) return false;
  // Beside it and then in its place: whoever reads meanwhile sees the one or the other.
  const folder = await mkdtemp(join(here, "dist-"));
  try {
    // In a process of its own: bundlers and libraries ask the environment whether they are in production.
    await promisify(execFile)(process.execPath, ["--conditions=source", bundler, folder], {
      env: { ...process.env, NODE_ENV: "production" },
    });
    await compress(folder);
    await writeFile(join(folder, stampFile), stamp);
    await putInPlace(folder, stamp);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDashboard();
