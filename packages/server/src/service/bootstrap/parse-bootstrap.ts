/** Parses a bootstrap file: JSON with comments. Every problem is said with its line. */
import {
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { nameOf } from "../../lib/value-name.ts";
import { type Bootstrap, bootstrapSchema, type Locate } from "./bootstrap-schema.ts";

/** Throws config_invalid naming file, line and key. */
export function parseBootstrap(text: string, fileName: string): Bootstrap {
  const { value, locate } = parseCommentedJson(text, fileName);
  const result = bootstrapSchema.safeParse(value);
  if (result.success) return { ...result.data, locate };
  const problems = result.error.issues.flatMap((issue) => describe(issue, locate));
  throw new GrantryError("config_invalid", { detail: problems.join("\n") });
}

/** JSON with comments, and what names its values. Throws config_invalid naming file and line. */
export function parseCommentedJson(
  text: string,
  fileName: string,
): { readonly value: unknown; readonly locate: Locate } {
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true };
  const value: unknown = parse(text, errors, options);
  const [first] = errors;
  if (first !== undefined) {
    const problem = `${fileName}:${lineOf(text, first.offset)}: ${inWords(printParseErrorCode(first.error))}`;
    throw new GrantryError("config_invalid", { detail: `${problem}.` });
  }
  const tree = parseTree(text, [], options);
  const locate: Locate = (path) => {
    const line = lineOf(text, offsetOf(tree, path));
    return `${fileName}:${line}: ${nameOf(path) || "the file"}`;
  };
  return { value, locate };
}

function describe(issue: z.core.$ZodIssue, locate: Locate): string[] {
  if (issue.code !== "unrecognized_keys") return [`${locate(issue.path)}: ${issue.message}.`];
  return issue.keys.map((key) => `${locate([...issue.path, key])}: there is no such key.`);
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
