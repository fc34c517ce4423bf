/** The code of docs/sandbox.md, as the page has it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeBlocks } from "@grantry/testing/code-blocks";

const page = new URL("../../../docs/sandbox.md", import.meta.url);

const titled = (text: string) =>
  codeBlocks(text, "ts").flatMap(({ info, code }) => {
    const [, title] = /^title="([\w.-]+)"$/.exec(info) ?? [];
    return title === undefined ? [] : { title, code };
  });

/** By the title of its block. */
export function recipeBlocks(): Map<string, string> {
  const text = readFileSync(page, "utf8");
  return new Map(titled(text).map(({ title, code }) => [title, code] as const));
}

/** The blocks that stand under "Ten recipes", without the app that they share. */
export function recipes(): string[] {
  const text = readFileSync(page, "utf8");
  const from = text.slice(text.indexOf("## Ten recipes"), text.indexOf("## With the library"));
  return titled(from)
    .map(({ title }) => title)
    .filter((title) => title !== "app.ts");
}

export interface Blocks {
  /** Runs a block, and resolves with what it exports. */
  load(title: string): Promise<unknown>;
  remove(): void;
}

interface Written {
  /** Where the packages that the blocks name are installed. Left out: a folder of their own, with those that this repository has. */
  readonly folder?: string;
  /** Has the code before, for what is not the same everywhere, such as where the browser is. */
  readonly change?: (code: string) => string;
}

/** Writes all blocks into a folder. */
export function writeBlocks({ folder: given, change = (code) => code }: Written = {}): Blocks {
  const folder = given ?? mkdtempSync(join(tmpdir(), "grantry-recipes-"));
  for (const [title, code] of recipeBlocks()) {
    const changed = change(code);
    writeFileSync(join(folder, title), given === undefined ? withOurs(changed) : changed);
  }
  return {
    load: (title) => import(pathToFileURL(join(folder, title)).href),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Packages by their address, where this repository has them. A block that names another is not loaded from here. */
function withOurs(code: string): string {
  return code.replace(
    /^(import\b[^"]* from )"([^".][^"]*)"/gm,
    (whole, before: string, name: string) => {
      const url = addressOf(name);
      return url === null ? whole : `${before}"${url}"`;
    },
  );
}

function addressOf(name: string): string | null {
  try {
    return import.meta.resolve(name);
  } catch {
    return null;
  }
}
