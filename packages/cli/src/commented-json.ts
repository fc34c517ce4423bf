/** JSON with comments. What is wrong is said with file, line and key. */
import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { z } from "zod";
import { CliError, fileProblem } from "./failure.ts";

export interface Parsed<T> {
  readonly text: string;
  readonly value: T;
  /** `file:line` of a value, or of the nearest thing around it. */
  readonly at: (path: readonly PropertyKey[]) => string;
}

/** Throws where the text is no JSON, or not what the schema wants: every problem on a line of its own. */
export function parseCommented<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): Parsed<z.output<S>> {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined || tree === undefined) {
    const line = lineOf(text, first?.offset ?? 0);
    const what = first === undefined ? "it is empty" : inWords(printParseErrorCode(first.error));
    throw fileProblem(`${file}:${line}: this is not JSON: ${what}.`);
  }
  const at = (path: readonly PropertyKey[]) => `${file}:${lineOf(text, offsetOf(tree, path))}`;
  const result = schema.safeParse(getNodeValue(tree));
  if (result.success) return { text, value: result.data, at };
  throw new CliError(
    "file",
    result.error.issues.flatMap((issue) => describe(issue, at)).join("\n"),
  );
}

function describe(issue: z.core.$ZodIssue, at: Parsed<unknown>["at"]): string[] {
  if (issue.code !== "unrecognized_keys") {
    const where = nameOf(issue.path);
    return [`${at(issue.path)}: ${where === "" ? "the file" : where}: ${issue.message}.`];
  }
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    return `${at(path)}: ${nameOf(path)}: there is no such key.`;
  });
}

/** The name of a value: `scopes[0]`. */
export function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** `CommaExpected` as people write it. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** Where a value, or the nearest thing that exists around it, begins: at its name where it has one. */
function offsetOf(tree: Node | undefined, path: readonly PropertyKey[]): number {
  if (tree === undefined) return 0;
  const places = path.map((_, index) => path.slice(0, path.length - index) as JSONPath);
  const [node] = places.flatMap((place) => findNodeAtLocation(tree, place) ?? []);
  return node?.parent?.type === "property" ? node.parent.offset : (node ?? tree).offset;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
