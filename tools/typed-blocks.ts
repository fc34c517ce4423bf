/** The blocks of TypeScript in the documentation, as files that can be compiled against our own types. */
import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type CodeBlock, codeBlocks } from "@grantry/testing/code-blocks";

export interface Block extends CodeBlock {
  readonly page: string;
}

export const pages = globSync(
  ["*.md", "docs/**/*.md", "bench/*.md", "packages/*/README.md", "examples/*/README.md"],
  { exclude: ["CHANGELOG.md", "**/node_modules/**"] },
).sort();

/** Blocks of TypeScript of a page. */
export function blocksOf(page: string, text = readFileSync(page, "utf8")): readonly Block[] {
  return codeBlocks(text, "ts", "tsx").map((block) => ({ page, ...block }));
}

/** What fragments of the documentation take from around them. */
const preamble = "tools/typed-blocks-preamble.ts";

const config = {
  extends: "../../../tsconfig.base.json",
  include: ["*.ts", "*.tsx"],
  exclude: [],
  compilerOptions: {
    lib: ["es2024", "esnext.disposable", "dom", "dom.iterable"],
    jsx: "react-jsx",
    types: ["node", "react"],
    // As people's projects have it: an example need not use all that it names.
    noUnusedLocals: false,
    noUnusedParameters: false,
    noPropertyAccessFromIndexSignature: false,
  },
};

/** What the compiler says of the blocks, and not of our own sources (`npm run types` does), each with its page and line; nothing where all is right. */
export async function compile(blocks: readonly Block[]): Promise<readonly string[]> {
  await mkdir("node_modules/.cache", { recursive: true });
  const folder = await mkdtemp("node_modules/.cache/typed-blocks-");
  const nameOf = (at: number) => `block-${String(at)}.${blocks[at]?.language ?? ""}`;
  try {
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    await writeFile(join(folder, "preamble.ts"), await readFile(preamble));
    // As the types of bundlers have it.
    await writeFile(join(folder, "styles.d.ts"), 'declare module "*.css";\n');
    for (const [at, { code }] of blocks.entries()) {
      await writeFile(join(folder, nameOf(at)), `${code}\nexport {};\n`);
    }
    const { stdout } = await promisify(execFile)("tsc", ["-p", folder, "--pretty", "false"], {
      maxBuffer: 16_777_216,
    }).catch((thrown: { stdout?: string }) => ({ stdout: thrown.stdout ?? String(thrown) }));
    return stdout
      .split("\n")
      .filter((line) => /^node_modules.*: error TS/.test(line))
      .map((line) => readable(line, blocks));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readable(line: string, blocks: readonly Block[]): string {
  const [, at, row, said] = /block-(\d+)\.tsx?\((\d+),\d+\): (.*)$/.exec(line) ?? [];
  const block = blocks[Number(at)];
  if (block === undefined) return line;
  return `${block.page}:${String(block.line + Number(row) - 1)}: ${said ?? ""}`;
}
