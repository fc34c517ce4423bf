/**
 * The modules of service/ as their imports make them: which one uses which, and what breaks the house's
 * rules. Types count like everything else: a circle of types is a circle.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

/** Path of a source file, and the paths of the files it imports; all relative to one folder. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const specifier = /\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+\.ts)"/g;

/** The imports among the files of a folder, without its tests. */
export function readImports(folder: string): Imports {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const found = [...text.matchAll(specifier)].map(([, to = ""]) =>
        normalize(join(dirname(file), to)),
      );
      return [file, found];
    }),
  );
}

/** The module of a file of service/: the folder it lives in, directly or deeper. */
export function moduleOf(file: string): string | undefined {
  const [module, rest] = file.split("/");
  return rest === undefined || module === ".." ? undefined : module;
}

/** Which modules each module imports, by their faces. */
export function moduleEdges(imports: Imports): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const [file, found] of imports) {
    const from = moduleOf(file);
    if (from === undefined) continue;
    const uses = edges.get(from) ?? new Set();
    edges.set(from, uses);
    for (const to of found.map(moduleOf)) if (to !== undefined && to !== from) uses.add(to);
  }
  return edges;
}

/** Imports of another module that do not go to its face, `index.ts`; and files of no module. */
export function brokenFaces(imports: Imports): string[] {
  const outside = [...imports.keys()].filter((file) => moduleOf(file) === undefined);
  const past = [...imports].flatMap(([file, found]) =>
    found
      .filter((to) => moduleOf(to) !== undefined && moduleOf(to) !== moduleOf(file))
      .filter((to) => relative(moduleOf(to) ?? "", to) !== "index.ts")
      .map((to) => `${file} imports ${to}: another module is imported by its index.ts`),
  );
  return [...outside.map((file) => `${file} belongs to no module`), ...past];
}

/** Circles in a graph, each as the nodes that reach one another. */
export function circles(graph: ReadonlyMap<string, Iterable<string>>): string[][] {
  const reach = new Map([...graph.keys()].map((node) => [node, reachable(graph, node)]));
  const inCircle = [...graph.keys()].filter((node) => reach.get(node)?.has(node));
  const found = new Map<string, string[]>();
  for (const node of inCircle) {
    const together = inCircle.filter(
      (other) => reach.get(node)?.has(other) && reach.get(other)?.has(node),
    );
    found.set(together.sort().join(" "), together);
  }
  return [...found.values()];
}

function reachable(graph: ReadonlyMap<string, Iterable<string>>, start: string): Set<string> {
  const seen = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...(graph.get(node) ?? []));
  }
  return seen;
}
