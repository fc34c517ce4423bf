/** Which Markdown files are pages, and where each stands on the site. */
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** A list of pages under one heading, as `docs/README.md` has it. */
export interface MenuPart {
  readonly title: string;
  readonly entries: readonly { readonly title: string; readonly source: string }[];
}

/** The menu: what `docs/README.md` lists, a line per page. */
export const menuFile = "docs/README.md";

const entryLine = /^- \[([^\]]+)\]\(([^)#\s]+\.md)\)/;

/** Reads the menu of the front page. */
export function menuOf(text: string): readonly MenuPart[] {
  const parts: { title: string; entries: { title: string; source: string }[] }[] = [];
  for (const line of text.split("\n")) {
    const [, heading] = /^## (.+)$/.exec(line) ?? [];
    if (heading !== undefined) parts.push({ title: heading, entries: [] });
    const [, title, to] = entryLine.exec(line) ?? [];
    if (title === undefined || to === undefined) continue;
    parts.at(-1)?.entries.push({ title, source: posix.join(posix.dirname(menuFile), to) });
  }
  return parts.filter(({ entries }) => entries.length > 0);
}

/** Pages that the list of a folder names, and not the menu: `docs/providers/README.md` names those beside it. */
export function listedBeside(source: string, text: string): readonly string[] {
  if (posix.basename(source) !== "README.md") return [];
  const folder = posix.dirname(source);
  const named = [...text.matchAll(/\]\(([^)#\s/]+\.md)\)/g)].map(([, to = ""]) =>
    posix.join(folder, to),
  );
  return [...new Set(named)].filter((one) => one !== source);
}

export interface Site {
  readonly menu: readonly MenuPart[];
  /** By source, in the order of the menu; those that a folder lists come after its own page. */
  readonly sources: readonly string[];
  /** The page of a folder that lists others, by each of them. */
  readonly parents: ReadonlyMap<string, string>;
  /** Pages below docs/ that nothing lists: nobody finds them. */
  readonly lost: readonly string[];
}

/** Reads the menu and finds its pages. `root` ends with a slash. */
export function findPages(root: string): Site {
  const read = (source: string) => readFileSync(root + source, "utf8");
  const menu = menuOf(read(menuFile));
  const parents = new Map<string, string>();
  const sources = [menuFile];
  for (const { source } of menu.flatMap(({ entries }) => entries)) {
    sources.push(source);
    if (!source.startsWith("docs/")) continue;
    for (const other of listedBeside(source, read(source))) {
      if (sources.includes(other)) continue;
      sources.push(other);
      parents.set(other, source);
    }
  }
  const listed = [...new Set(sources)];
  const all = globSync("docs/**/*.md", { cwd: root }).map((one) => one.replaceAll("\\", "/"));
  return {
    menu,
    sources: listed,
    parents,
    lost: all.filter((one) => !listed.includes(one)).sort(),
  };
}

/** Where the page of a source stands: `docs/a/README.md` is `a/index.html`, `packages/sdk/README.md` is `packages/sdk.html`. */
export function pathOf(source: string): string {
  if (source.startsWith("docs/")) {
    return source
      .slice("docs/".length)
      .replace(/README\.md$/, "index.html")
      .replace(/\.md$/, ".html");
  }
  const name = source.replace(/\/README\.md$/, ".md").replace(/\.md$/, ".html");
  return (name.includes("/") ? name : `project/${name}`).toLowerCase();
}

/** The way from one page to another file of the site. */
export function wayTo(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
