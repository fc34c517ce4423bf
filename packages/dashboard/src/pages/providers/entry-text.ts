/** The entry of a custom provider as it is typed: JSON with comments, and where in it something is wrong. */
import { findNodeAtLocation, type Node, parse, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Fault } from "../../api/failures.ts";

/** Something that is wrong, and where. */
export interface TextFault {
  /** From 1. */
  readonly line: number;
  /** In the text: what is wrong begins and ends there. */
  readonly from: number;
  readonly to: number;
  /** `connectors[0].scopes`; empty for the whole. */
  readonly field: string;
  readonly says: string;
}

export type ReadEntry =
  | { readonly entry: Record<string, unknown> }
  | { readonly faults: readonly TextFault[] };

const options = { allowTrailingComma: true } as const;

/** The entry that a text holds, or why it holds none. */
export function readEntry(text: string): ReadEntry {
  const errors: { error: number; offset: number; length: number }[] = [];
  const entry: unknown = parse(text, errors, options);
  const [first] = errors;
  if (text.trim() === "") {
    return { faults: [at(text, spanOf(undefined), "Paste an entry, or upload one.")] };
  }
  if (first !== undefined) {
    const says = `This is no JSON: ${wordsOf(printParseErrorCode(first.error))}.`;
    const { offset: from, length } = first;
    return { faults: [at(text, { from, to: from + length }, says)] };
  }
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    return { faults: [at(text, { from: 0, to: text.length }, "An entry is an object: { … }.")] };
  }
  return { entry: entry as Record<string, unknown> };
}

/** `CommaExpected` → `comma expected`. */
const wordsOf = (code: string) => code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** What the server found wrong with an entry, each at its place in the text. `before`: where the entry stood in the request. */
export function faultsIn(
  text: string,
  faults: readonly Fault[],
  before = "/entry",
): readonly TextFault[] {
  const tree = parseTree(text, [], options);
  return faults.map(({ pointer = "", detail }) => {
    const rest = pointer.startsWith(before) ? pointer.slice(before.length) : pointer;
    const path = pathOf(rest);
    return at(text, spanOf(nodeAt(tree, path)), detail, fieldOf(path));
  });
}

/** One fault of a member of the entry. */
export function faultAt(text: string, path: readonly (string | number)[], says: string): TextFault {
  const node = nodeAt(parseTree(text, [], options), path);
  return at(text, spanOf(node), says, fieldOf(path));
}

function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The value itself, with its name where it has one; of a member that is missing, what it is missing in. */
function nodeAt(tree: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  if (tree === undefined) return undefined;
  for (let length = path.length; length > 0; length -= 1) {
    const found = findNodeAtLocation(tree, path.slice(0, length));
    if (found !== undefined) return found.parent?.type === "property" ? found.parent : found;
  }
  return tree;
}

function fieldOf(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

type Span = Pick<TextFault, "from" | "to">;

function at(text: string, { from, to }: Span, says: string, field = ""): TextFault {
  return { line: text.slice(0, from).split("\n").length, from, to, field, says };
}

const spanOf = (node: Node | undefined): Span =>
  node === undefined ? { from: 0, to: 0 } : { from: node.offset, to: node.offset + node.length };

/** An entry as it is shown. */
export const textOf = (entry: unknown): string => JSON.stringify(entry, null, 2);
