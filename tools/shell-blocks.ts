/** The blocks of shell in the documentation, line by line. */
import { readFileSync } from "node:fs";
import { codeBlocks } from "@grantry/testing/code-blocks";

export interface Line {
  readonly page: string;
  /** Without the backslashes that join it, and without what follows a `#`. */
  readonly text: string;
}

/** Blocks of shell of a page, as they stand. */
export function shellBlocks(page: string): readonly string[] {
  return codeBlocks(readFileSync(page, "utf8"), "sh", "bash", "shell").map(({ code }) => code);
}

/** Their lines. */
export function shellLines(page: string): readonly Line[] {
  return shellBlocks(page)
    .flatMap((block) => block.replaceAll(/\\\n/g, " ").split("\n"))
    .map((line) => line.replace(/(?:^|\s)#\s.*$/, "").trim())
    .filter((text) => text !== "")
    .map((text) => ({ page, text }));
}

/** The programs that a line starts, in its order: `npm` and `npm` of `npm install && npm start`. */
export function programsOf(text: string): readonly string[] {
  const plain = text
    .replaceAll(/<[^<>|&]*>/g, "x")
    .replaceAll(/'[^']*'/g, "x")
    .replaceAll(/"(?:[^"$]|\$(?!\())*"/g, "x");
  return [
    ...plain.matchAll(
      /(?:^|&& |\|\|? |; |\$\(|\()\s*((?:\w+=(?:[^\s$(]\S*)? )*)([\w./+-]+)(?=\s|$|\)|;)/g,
    ),
  ].map(([, , program = ""]) => program);
}

export interface Call {
  readonly method: string;
  /** The path, with a star for what a variable of the shell stands for. */
  readonly path: string;
}

/** The calls by curl of a page whose address is this server's; variables are those that a line of the page sets. */
export function callsOf(lines: readonly Line[]): readonly Call[] {
  const set = new Map<string, string>();
  const calls: Call[] = [];
  for (const { text } of lines) {
    for (const [, name = "", value = ""] of text.matchAll(/\b([A-Z_]+)=["']?(https?:[^"'\s]+)/g)) {
      set.set(name, value);
    }
    for (const [, rest = ""] of text.matchAll(/\bcurl ((?:[^|]|\|(?! ))*)/g)) {
      const [, , written = ""] =
        /(?:^|\s)(["']?)((?:https?:\/\/|\$[A-Z_]+\/)[^"'\s]*)\1/.exec(rest) ?? [];
      const address = written.replaceAll(
        /\$\{?([A-Z_]+)\}?/g,
        (all, name: string) => set.get(name) ?? all,
      );
      const [, path] = /(?:^https?:\/\/[^/]+|^\$[A-Z_]+)(\/(?:v1|api)\/[^?]*)/.exec(address) ?? [];
      if (path === undefined) continue;
      const [, method] = /-X ([A-Z]+)/.exec(rest) ?? [];
      const sends = /\s(?:-d|--data\S*|-F)\s/.test(rest);
      calls.push({
        method: method ?? (sends ? "POST" : "GET"),
        path: path.replaceAll(/\$\w+/g, "*"),
      });
    }
  }
  return calls;
}
