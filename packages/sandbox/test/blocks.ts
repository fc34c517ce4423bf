/** The code of docs/sandbox.md, as the page has it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const page = new URL("../../../docs/sandbox.md", import.meta.url);

/** By the title of its block. */
export function codeBlocks(): Map<string, string> {
  const text = readFileSync(page, "utf8");
  return new Map(
    [...text.matchAll(/^```ts title="([\w.-]+)"\n([\s\S]*?)^```/gm)].map(
      ([, title = "", code = ""]) => [title, code] as const,
    ),
  );
}

/** The blocks that stand under "Ten recipes", without the app that they share. */
export function recipes(): string[] {
  const text = readFileSync(page, "utf8");
  const from = text.slice(text.indexOf("## Ten recipes"), text.indexOf("## With the library"));
  return [...from.matchAll(/^```ts title="([\w.-]+)"/gm)]
    .flatMap(([, title = ""]) => title)
    .filter((title) => title !== "app.ts");
}

export interface Blocks {
  /** Runs a block, and resolves with what it exports. */
  load(title: string): Promise<unknown>;
  remove(): void;
}

/**
 * Writes all blocks into a folder, with the packages that they name where this repository has them. `change` has the code
 * before, for what is not the same everywhere, such as where the browser is.
 */
export function writeBlocks(change: (code: string) => string = (code) => code): Blocks {
  const folder = mkdtempSync(join(tmpdir(), "grantry-recipes-"));
  for (const [title, code] of codeBlocks()) {
    const resolved = change(code).replace(
      /^(import\b[^"]* from )"([^".][^"]*)"/gm,
      (_whole, before: string, name: string) => `${before}"${import.meta.resolve(name)}"`,
    );
    writeFileSync(join(folder, title), resolved);
  }
  return {
    load: (title) => import(pathToFileURL(join(folder, title)).href),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
