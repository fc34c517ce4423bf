/** Makes the programs and modules of a published package: JavaScript that needs nothing of this repository. */
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { type InputOptions, type OutputChunk, rolldown } from "rolldown";
import { thirdPartyNotices } from "./notices.ts";

export interface BundleOptions {
  /** Of the package. Its dependencies, as its package.json declares them, are not bundled; all else is. */
  readonly folder: string;
  /** By name of the file in `dist`. */
  readonly entries: Readonly<Record<string, string>>;
  /** The oldest Node that runs it, such as `node24`. */
  readonly target: string;
  /** What stays out and is not declared: modules of ours that a program looks for, and says so where it has none. */
  readonly without?: RegExp;
}

/**
 * Bundles into `dist`, with source maps and the licences of what is inside. Names of functions stay as they are, so that
 * stack traces can be read. Throws where the bundle imports what the package does not declare, or the package declares
 * what the bundle does not import.
 */
export async function bundle({ folder, entries, target, without }: BundleOptions): Promise<void> {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  ) as Readonly<Record<"dependencies" | "peerDependencies", Record<string, string> | undefined>>;
  const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
  const isLeftOut = (id: string) => without?.test(id) ?? false;
  const bundler = await rolldown({
    ...settings(folder, target),
    input: { ...entries },
    external: (id) => isBuiltin(id) || declared.has(packageOf(id)) || isLeftOut(id),
  });
  const { output } = await bundler.write({
    dir: join(folder, "dist"),
    format: "esm",
    sourcemap: true,
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
  });
  await bundler.close();
  const chunks = output.filter((one): one is OutputChunk => one.type === "chunk");
  requireAllUsed(Object.keys(dependencies), chunks);
}

/** Bundles everything that the entry needs into one file, with the licences of what is inside beside it. */
export async function bundleWhole(entry: string, target: string, into: string): Promise<void> {
  const bundler = await rolldown({
    ...settings(dirname(entry), target),
    input: entry,
    external: isBuiltin,
  });
  // What is loaded when it is needed stays so, within the file.
  const output = { format: "esm", codeSplitting: false, entryFileNames: "[name].js" } as const;
  await bundler.write({ dir: into, ...output });
  await bundler.close();
}

function settings(cwd: string, target: string): InputOptions {
  return {
    cwd,
    platform: "node",
    resolve: {
      // Beside them `import` or `require`, as each module asks: what is required must not come as a module.
      conditionNames: ["source", "node"],
      // What older packages have as modules; what they have for `require` cannot always be bundled.
      mainFields: ["module", "main"],
    },
    transform: { target },
    plugins: [thirdPartyNotices()],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  };
}

/** `@scope/name` or `name` of what an import names. */
function packageOf(id: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id;
}

/** Whoever installs a package installs all that it declares. */
function requireAllUsed(declared: readonly string[], chunks: readonly OutputChunk[]): void {
  const imported = new Set(
    chunks.flatMap((one) => [...one.imports, ...one.dynamicImports]).map(packageOf),
  );
  const unused = declared.filter((name) => !imported.has(name));
  if (unused.length === 0) return;
  throw new Error(`The package declares what it does not import: ${unused.join(", ")}.`);
}
