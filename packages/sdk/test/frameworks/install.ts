/**
 * Packs the SDK and installs it, with the frameworks from the npm registry, into a folder of its
 * own, where nothing of this repository can be reached by accident.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const examplesFolder = fileURLToPath(new URL("../../../../examples", import.meta.url));

/** The examples that the guides show. That of Next.js is built together with the pages of `apps/next`, which lie beside its own. */
export const examples = [
  "background-job",
  "cloudflare-workers",
  "deno",
  "express",
  "hono",
] as const;

const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];

export interface Frameworks {
  /** Holds `apps`, `examples` and `node_modules`. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Rejects where the registry cannot be reached, or an app cannot be built. `svelteKitUrl`: where that example will be reached. */
export async function installFrameworks(svelteKitUrl: string): Promise<Frameworks> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-frameworks-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const name of examples) await copyExample(name, join(folder, "examples", name));
    await copyExample("nextjs", join(folder, "apps/next"));
    await cp(join(here, "apps"), join(folder, "apps"), { recursive: true });
    await cp(join(here, "package.json"), join(folder, "package.json"));
    await run("npm", ["pack", "--pack-destination", folder], { cwd: packageFolder });
    const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
    await rename(join(folder, `grantry-sdk-${version}.tgz`), join(folder, "grantry-sdk.tgz"));
    await Promise.all([
      run("npm", ["install", ...quiet], { cwd: folder }),
      makeSvelteKit(folder, svelteKitUrl),
    ]);
    await Promise.all([
      buildNext(folder),
      bundleWorker(folder, "apps/worker.js", "worker.bundle.js"),
      bundleWorker(folder, "examples/cloudflare-workers/worker.js", "example.bundle.js"),
    ]);
    return { folder, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

/** With its packages in its own folder, as the guides say: SvelteKit wants another TypeScript than the one that is tried here. */
async function makeSvelteKit(folder: string, url: string): Promise<void> {
  const cwd = join(folder, "examples/sveltekit");
  await cp(join(examplesFolder, "sveltekit"), cwd, {
    recursive: true,
    filter: (file) => !/(?:node_modules|\.svelte-kit|package-lock\.json)$/.test(file),
  });
  await run("npm", ["install", ...quiet, "../../grantry-sdk.tgz"], { cwd });
  await run("npm", ["run", "build"], { cwd, env: { ...process.env, APP_URL: url } });
}

/** Without what is installed for it: here all others have the packages of one folder. */
function copyExample(name: string, into: string): Promise<void> {
  const from = join(examplesFolder, name);
  const filter = (file: string) => !/(?:node_modules|\.next|package(?:-lock)?\.json)$/.test(file);
  return cp(from, into, { recursive: true, filter });
}

async function buildNext(folder: string): Promise<void> {
  const script = join(folder, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  await run(process.execPath, [script, "build"], { cwd: join(folder, "apps/next"), env });
}

/** One module, as a worker is uploaded. */
async function bundleWorker(folder: string, source: string, fileName: string): Promise<void> {
  const apps = join(folder, "apps");
  await build({
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    root: apps,
    build: {
      outDir: apps,
      emptyOutDir: false,
      target: "es2022",
      lib: { entry: join(folder, source), formats: ["es"], fileName: () => fileName },
    },
  });
}

/** Runs the script of an installed package with Node.js. Rejects, with what it said, where it fails. */
export async function runTool(
  folder: string,
  script: string,
  given: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const tool = join(folder, "node_modules", script);
  try {
    await run(process.execPath, [tool, ...given], { cwd: folder, env });
  } catch (thrown) {
    const { stdout = "", stderr = "" } = thrown as { stdout?: string; stderr?: string };
    throw new Error(`${script} ${given.join(" ")}\n${stdout}\n${stderr}`, { cause: thrown });
  }
}
