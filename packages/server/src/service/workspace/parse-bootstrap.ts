/** Parses a bootstrap file: JSON with comments. Every problem is said with its line. */
import { type Node, type ParseError, parse, parseTree, printParseErrorCode } from "jsonc-parser";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { type Bootstrap, bootstrapSchema } from "./bootstrap-schema.ts";

/** Throws config_invalid naming file, line and key. */
export function parseBootstrap(text: string, fileName: string): Bootstrap {
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true };
  const value: unknown = parse(text, errors, options);
  const [first] = errors;
  if (first !== undefined) {
    const problem = `${fileName}:${lineOf(text, first.offset)}: ${printParseErrorCode(first.error)}`;
    throw new GrantryError("config_invalid", { detail: `${problem}.` });
  }
  const result = bootstrapSchema.safeParse(value);
  if (result.success) return result.data;
  const tree = parseTree(text, [], options);
  const problems = result.error.issues.flatMap((issue) => describe(issue, text, tree));
  throw new GrantryError("config_invalid", {
    detail: problems.map((problem) => `${fileName}:${problem}`).join("\n"),
  });
}

function describe(issue: z.core.$ZodIssue, text: string, tree: Node | undefined): string[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code !== "unrecognized_keys") {
    return [`${lineOf(text, offsetOf(tree, path))}: ${nameOf(path)}: ${issue.message}.`];
  }
  return issue.keys.map((key) => {
    const line = lineOf(text, offsetOf(tree, [...path, key]));
    return `${line}: ${nameOf([...path, key])}: there is no such key.`;
  });
}

/** Where a value, or the nearest thing that exists around it, begins. */
function offsetOf(tree: Node | undefined, path: readonly (string | number)[]): number {
  let node = tree;
  let offset = tree?.offset ?? 0;
  for (const part of path) {
    const child =
      typeof part === "number"
        ? node?.children?.[part]
        : node?.children?.find((property) => property.children?.[0]?.value === part);
    if (child === undefined) break;
    offset = child.offset;
    node = typeof part === "number" ? child : child.children?.[1];
  }
  return offset;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function nameOf(path: readonly (string | number)[]): string {
  const name = path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
  return name === "" ? "the file" : name;
}
