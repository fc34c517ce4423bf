/**
 * Which files the page of an address is made of, besides those that every page has: the server names them in the
 * HTML's head, so that browsers fetch them together with the first script rather than once it has run.
 */
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin, Rolldown } from "vite";

/** An address below `/dashboard`, with `$` in place of what differs: `["workspaces", "$", "connectors"]`. */
interface Preload {
  readonly path: readonly string[];
  /** Names in the folder `assets`. */
  readonly files: readonly string[];
}

interface Declared {
  readonly parent: string | undefined;
  readonly path: string;
  /** What it shows, as the sources name it: `pages/apps/list.tsx`. */
  readonly module: string | undefined;
}

const declaration = /const (\w+) = create(?:Root)?Route\(\{(.*?)\}\);/gs;

/** The routes as the sources declare them, by name. Throws where one of a page in a file of its own is not found. */
function declaredIn(sources: readonly string[]): ReadonlyMap<string, Declared> {
  const text = sources.join("\n");
  // A path that is named rather than written is that of a page without a file of its own.
  const declared = [...text.matchAll(declaration)].map(([, name = "", body = ""]) => {
    const [, parent] = /getParentRoute: \(\) => (\w+)/.exec(body) ?? [];
    const [, path = ""] = /\bpath: "([^"]*)"/.exec(body) ?? [];
    const [, module] = /import\("\.\/(pages\/[^"]+)"\)/.exec(body) ?? [];
    return [name, { parent, path, module }] as const;
  });
  const found = declared.filter(([, { module }]) => module !== undefined).length;
  const all = text.matchAll(/lazyRouteComponent\(/g).toArray().length;
  if (found !== all) throw new Error(`Of ${all} pages ${found} were found in the routes' sources.`);
  return new Map(declared);
}

/** A route and what it lies below, the outermost first. */
function lineOf(routes: ReadonlyMap<string, Declared>, name: string | undefined): Declared[] {
  const route = name === undefined ? undefined : routes.get(name);
  return route === undefined ? [] : [...lineOf(routes, route.parent), route];
}

const segmentsOf = (path: string) =>
  path
    .split("/")
    .filter(Boolean)
    .map((part) => (part.startsWith("$") ? "$" : part));

type Bundle = Rolldown.OutputBundle;

/** A file and all that it imports. */
function withImports(bundle: Bundle, file: string, seen = new Set<string>()): Set<string> {
  const output = bundle[file];
  if (seen.has(file) || output?.type !== "chunk") return seen;
  seen.add(file);
  for (const imported of output.imports) withImports(bundle, imported, seen);
  return seen;
}

function preloadsOf(bundle: Bundle, sources: readonly string[]): Preload[] {
  const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
  const entry = chunks.find(({ name, isEntry }) => isEntry && name === "index");
  const always = entry === undefined ? new Set() : withImports(bundle, entry.fileName);
  const routes = declaredIn(sources);
  return [...routes].flatMap(([name, { module }]) => {
    if (module === undefined) return [];
    const line = lineOf(routes, name);
    const files = line.flatMap((one) => {
      const chunk = chunks.find(
        ({ facadeModuleId: id }) => one.module !== undefined && id?.endsWith(`/src/${one.module}`),
      );
      return chunk === undefined ? [] : [...withImports(bundle, chunk.fileName)];
    });
    return [
      {
        path: line.flatMap(({ path }) => segmentsOf(path)),
        files: [...new Set(files)]
          .filter((file) => !always.has(file))
          .map((file) => file.replace(/^assets\//, "")),
      },
    ];
  });
}

/** Writes `preloads.json`. `folder`: that of the routes' sources, with a slash at its end. */
export function preloads(folder: string): Plugin {
  return {
    name: "grantry-preloads",
    generateBundle(_options, bundle) {
      const names = readdirSync(folder).filter((name) => /rout(?:er|es)\.tsx$/.test(name));
      const sources = names.map((name) => readFileSync(folder + name, "utf8"));
      const source = JSON.stringify(preloadsOf(bundle, sources));
      this.emitFile({ type: "asset", fileName: "preloads.json", source });
    },
  };
}
