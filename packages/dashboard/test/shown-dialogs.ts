/** Reads from the sources where dialogs are shown, and whether the address says so. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

/** A node of the syntax tree (ESTree with JSX). */
interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** A dialog that a component shows. */
export interface Place {
  /** Relative to the folder of the sources. */
  readonly file: string;
  /** The component that is shown: `RemoveDialog`. */
  readonly tag: string;
  /** Whether it depends on what `useDialog` or `useAbout` tells of the address. */
  readonly isByAddress: boolean;
}

interface Fn {
  readonly file: string;
  readonly name: string;
  readonly node: Node;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));

function* within(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* within(child);
}

const isFunction = ({ type }: Node) =>
  ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(type);

const tagOf = ({ openingElement }: Node): string =>
  String(((openingElement as Node)["name"] as Node)["name"]);

/** The names that are used, but for those by which a dialog is opened and closed: they tell nothing of the address. */
function namesIn(node: Node): Set<string> {
  if (node.type === "Identifier") {
    const name = String(node["name"]);
    return new Set(acts.has(name) ? [] : [name]);
  }
  const property = node.type === "MemberExpression" ? (node["property"] as Node) : undefined;
  if (property !== undefined && acts.has(String(property["name"]))) return new Set();
  return new Set(childrenOf(node).flatMap((child) => [...namesIn(child)]));
}
const acts = new Set(["open", "close"]);

/** The functions that stand at the top of a file, under the names by which they are used. */
function functionsOf(file: string, program: Node): Fn[] {
  const statements = (program["body"] as Node[]).map(
    (one) => (one["declaration"] as Node | null | undefined) ?? one,
  );
  return statements.flatMap((one): Fn[] => {
    if (one.type === "FunctionDeclaration") {
      return [{ file, name: String((one["id"] as Node)["name"]), node: one }];
    }
    if (one.type !== "VariableDeclaration") return [];
    return (one["declarations"] as Node[])
      .filter(({ init }) => isNode(init) && isFunction(init))
      .map(({ id, init }) => ({ file, name: String((id as Node)["name"]), node: init as Node }));
  });
}

/** What a function itself returns, each branch by itself. */
function returnsOf(fn: Node): Node[] {
  const body = fn["body"] as Node;
  if (body.type !== "BlockStatement") return branchesOf(body);
  const found: Node[] = [];
  const look = (node: Node): void => {
    if (isFunction(node)) return;
    const value = node.type === "ReturnStatement" ? node["argument"] : null;
    if (isNode(value)) found.push(...branchesOf(value));
    else childrenOf(node).forEach(look);
  };
  look(body);
  return found;
}

function branchesOf(node: Node): Node[] {
  if (node.type === "ParenthesizedExpression") return branchesOf(node["expression"] as Node);
  if (node.type !== "ConditionalExpression") return [node];
  return [node["consequent"], node["alternate"]].flatMap((one) => branchesOf(one as Node));
}

/** Those that are dialogs themselves: whatever they return is one. */
function dialogsAmong(functions: readonly Fn[]): Set<string> {
  const dialogs = new Set(["dialog"]);
  for (let before = 0; before !== dialogs.size; ) {
    before = dialogs.size;
    for (const { name, node } of functions) {
      const all = returnsOf(node);
      const isDialog = all.every((one) => one.type === "JSXElement" && dialogs.has(tagOf(one)));
      if (all.length > 0 && isDialog) dialogs.add(name);
    }
  }
  return dialogs;
}

/** `useDialog`, `useAbout`, and the hooks that are made of them. */
function hooksAmong(functions: readonly Fn[]): Set<string> {
  const hooks = new Set(["useDialog", "useAbout"]);
  for (const { name, node } of functions) {
    if (name.startsWith("use") && namesIn(node).has("useDialog")) hooks.add(name);
  }
  return hooks;
}

/** What in a function is made of what the address says. */
function knownBy(fn: Node, hooks: ReadonlySet<string>): Set<string> {
  const known = new Set(hooks);
  for (const node of within(fn)) {
    if (node.type !== "VariableDeclarator" || !isNode(node["init"])) continue;
    if (![...namesIn(node["init"])].some((name) => known.has(name))) continue;
    for (const name of namesIn(node["id"] as Node)) known.add(name);
  }
  return known;
}

/** The places in a component where a dialog is shown, each with the conditions on which it is. */
function shownIn(node: Node, dialogs: ReadonlySet<string>, conditions: readonly Node[] = []) {
  const found: { readonly tag: string; readonly conditions: readonly Node[] }[] = [];
  let held = conditions;
  for (const child of childrenOf(node)) {
    const test = ["IfStatement", "ConditionalExpression"].includes(node.type)
      ? [node["test"] as Node]
      : node.type === "LogicalExpression"
        ? [node["left"] as Node]
        : [];
    found.push(...shownIn(child, dialogs, [...held, ...test]));
    // What comes after an early return depends on its condition.
    if (node.type === "BlockStatement" && child.type === "IfStatement") {
      held = [...held, child["test"] as Node];
    }
  }
  if (node.type === "JSXElement" && dialogs.has(tagOf(node))) {
    found.push({ tag: tagOf(node), conditions });
  }
  return found;
}

/** Every place where a dialog is shown; what a dialog itself is made of is none. */
export function placesIn(folder: string): Place[] {
  const functions = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const { program, errors } = parseSync(file, readFileSync(join(folder, file), "utf8"));
      const tree: unknown = program;
      if (errors.length > 0 || !isNode(tree)) throw new Error(`${file}: ${errors[0]?.message}`);
      return functionsOf(file, tree);
    });
  const dialogs = dialogsAmong(functions);
  const hooks = hooksAmong(functions);
  return functions.flatMap(({ file, name, node }) => {
    const known = knownBy(node, hooks);
    const own = dialogs.has(name) ? new Set(returnsOf(node).map(tagOf)) : new Set<string>();
    return shownIn(node, dialogs)
      .filter(({ tag }) => !own.has(tag))
      .map(({ tag, conditions }) => ({
        file,
        tag,
        isByAddress: conditions.some((one) => [...namesIn(one)].some((used) => known.has(used))),
      }));
  });
}
