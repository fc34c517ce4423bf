/** The blocks of code of a page in Markdown. */

export interface CodeBlock {
  /** Empty where none is named. */
  readonly language: string;
  /** What stands behind the language: `title="app.ts"`. */
  readonly info: string;
  /** Its lines, as far to the left as the fence. */
  readonly code: string;
  /** Of its first line of code. */
  readonly line: number;
}

const fenced = /^( *)```(\w*)([^\n]*)\n([\s\S]*?)^ *```$/gm;

/** All of them, or those in these languages. */
export function codeBlocks(text: string, ...languages: readonly string[]): readonly CodeBlock[] {
  return [...text.matchAll(fenced)]
    .map(({ index, 1: indent = "", 2: language = "", 3: info = "", 4: code = "" }) => ({
      language,
      info: info.trim(),
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      line: text.slice(0, index).split("\n").length + 1,
    }))
    .filter(({ language }) => languages.length === 0 || languages.includes(language));
}

/** The page without them. */
export const withoutCode = (text: string): string => text.replaceAll(fenced, "");
