/** Declaration files of a published package: what its entry leads to, and nothing of what lies behind that. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/**
 * Writes them into `dist/types`, laid out as `packages/` is: modules of packages that are not published come along. Throws where
 * one names a package that the published one does not declare.
 */
export async function declare(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    readonly types: string;
    readonly dependencies?: Record<string, string>;
    readonly peerDependencies?: Record<string, string>;
  };
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const emitted = await mkdtemp(join(tmpdir(), "grantry-types-"));
  try {
    const settings = join(folder, "tsconfig.build.json");
    await promisify(execFile)(process.execPath, [compiler, "-p", settings, "--outDir", emitted]);
    const types = join(folder, "dist/types");
    const entry = relative(types, join(folder, manifest.types));
    await take({ emitted, types, declared, taken: new Set() }, entry);
  } finally {
    await rm(emitted, { recursive: true, force: true });
  }
}

interface Taking {
  readonly emitted: string;
  readonly types: string;
  readonly declared: readonly string[];
  readonly taken: Set<string>;
}

/** A module's name in `from "…"` or `import("…")`. */
const naming = /(\bfrom |\bimport\(|\bimport )"([^"]+)"/g;

/** Copies one declaration file, and those that it names. */
async function take(taking: Taking, file: string): Promise<void> {
  if (taking.taken.has(file)) return;
  taking.taken.add(file);
  const text = await readFile(join(taking.emitted, file), "utf8");
  const followed: string[] = [];
  const written = text.replace(naming, (_whole, before: string, name: string) => {
    const target = emittedFile(file, name);
    if (target === undefined) requireDeclared(taking.declared, file, name);
    else followed.push(target);
    return `${before}"${target === undefined ? name : pathTo(file, target)}"`;
  });
  const path = join(taking.types, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, written);
  for (const one of followed) await take(taking, one);
}

/** The declaration file that a name stands for; undefined where it is one of another package. */
function emittedFile(from: string, name: string): string | undefined {
  if (name.startsWith(".")) return join(dirname(from), name).replace(/\.[jt]s$/, ".d.ts");
  const [, owner, module] = /^@grantry\/(sandbox|testing)\/(.+)$/.exec(name) ?? [];
  return owner === undefined ? undefined : `${owner}/src/${module}.d.ts`;
}

function pathTo(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.d\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}

function requireDeclared(declared: readonly string[], file: string, name: string): void {
  if (isBuiltin(name) || declared.some((one) => name === one || name.startsWith(`${one}/`))) return;
  throw new Error(`${file} names ${name}, which the package does not declare.`);
}
