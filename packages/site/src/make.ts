/** Makes all files of the site in memory: pages of docs/, the API's reference, the search index, what pages use. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { checkLinks } from "./check-links.ts";
import { type Assets, type Menu, type MenuEntry, type PageInput, pageHtml } from "./layout.ts";
import { type Rendered, render, type Section } from "./markdown.ts";
import { findPages, pathOf, type Site, wayTo } from "./pages.ts";
import { pictureHtml } from "./pictures.ts";
import { apiDocument, referencePages } from "./reference.ts";
import { css } from "./style.ts";

/** The repository, with a slash at its end. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export type Files = Map<string, string | Buffer>;

/** A file whose name tells what is in it, so that it may be kept for ever. */
function addAsset(files: Files, name: string, content: string | Buffer): string {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const path = `assets/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
  files.set(path, content);
  return path;
}

const browserScript = (name: string): string =>
  stripTypeScriptTypes(readFileSync(new URL(`browser/${name}.ts`, import.meta.url), "utf8"));

/** Where the repository can be read, where it says so. */
function repositoryUrl(): string | undefined {
  const { repository } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  return repository?.url?.replace(/^git\+/, "").replace(/\.git$/, "");
}

function renderSource(source: string, site: Site, files: Files): Rendered {
  const path = pathOf(source);
  const repository = repositoryUrl();
  const link = (to: string): string | null => {
    if (/^[a-z]+:/.test(to) || to.startsWith("#")) return to;
    const [file = "", anchor] = to.split("#");
    const target = posix.join(posix.dirname(source), file).replace(/\/$/, "");
    const page = [target, `${target}/README.md`].find((one) => site.sources.includes(one));
    if (page !== undefined) {
      return wayTo(path, pathOf(page)) + (anchor === undefined ? "" : `#${anchor}`);
    }
    if (!existsSync(root + target)) throw new Error(`${source}: ${to} leads nowhere.`);
    return repository === undefined ? null : `${repository}/blob/main/${target}`;
  };
  const picture = (to: string, words: string) => {
    if (words.length < 20) throw new Error(`${source}: the picture ${to} needs alternative text.`);
    const file = root + posix.join(posix.dirname(source), to);
    return pictureHtml(file, words, (one) =>
      wayTo(path, addAsset(files, posix.basename(one), readFileSync(one))),
    );
  };
  return render(readFileSync(root + source, "utf8"), { link, picture });
}

/** Rows of the table of codes get an anchor each: `errors.html#not_connected`. */
function withCodeAnchors(html: string): string {
  return html.replaceAll(
    /<tr>\n<td><code>([a-z_0-9]+)<\/code><\/td>/g,
    '<tr id="$1">\n<td><code>$1</code></td>',
  );
}

interface Made extends PageInput {
  readonly sections: readonly Section[];
}

/** What comes behind the page on the API in the menu: it is made from the OpenAPI document, and has no file in docs/. */
function referenceEntry([first, ...others]: readonly Made[]): readonly MenuEntry[] {
  const asEntry = ({ title, path }: Made) => ({ title, path });
  return first === undefined ? [] : [{ ...asEntry(first), below: others.map(asEntry) }];
}

function makeMenu(
  site: Site,
  titles: ReadonlyMap<string, string>,
  reference: readonly Made[],
): Menu {
  const titleOf = (source: string) => titles.get(source) ?? source;
  return {
    parts: site.menu.map(({ title, entries }) => ({
      title,
      entries: entries.flatMap((entry) => [
        {
          title: entry.title,
          path: pathOf(entry.source),
          below: [...site.parents]
            .filter(([, parent]) => parent === entry.source)
            .map(([source]) => ({ title: titleOf(source), path: pathOf(source) })),
        },
        ...(entry.source === "docs/api.md" ? referenceEntry(reference) : []),
      ]),
    })),
  };
}

/** Characters of a section that the search looks through. */
const textMax = 1200;

function searchIndex(pages: readonly Made[]): string {
  return JSON.stringify({
    pages: pages.map(({ path, title }) => [path, title]),
    entries: pages.flatMap(({ sections }, page) =>
      sections.map(({ heading, text }) => [
        page,
        heading.level === 1 ? "" : heading.anchor,
        heading.text,
        text.slice(0, textMax),
      ]),
    ),
  });
}

const nothingHere: PageInput = {
  path: "404.html",
  title: "Nothing here",
  headings: [],
  body: "<h1>Nothing here</h1>\n<p>The documentation has no page at this address. The menu lists all that it has; the search finds words in them.</p>",
};

export interface MakeOptions {
  /** Where the site stands on its host, with slashes around it: the page for addresses without one cannot know. */
  readonly base: string;
}

/** All files by path. Throws where a link, an anchor or a picture leads nowhere, naming each. */
export function makeSite({ base }: MakeOptions): Files {
  const files: Files = new Map();
  const site = findPages(root);
  const titles = new Map<string, string>();
  const read = site.sources.map((source): Made => {
    const { html, ...rendered } = renderSource(source, site, files);
    titles.set(source, rendered.title);
    const body = source === "docs/errors.md" ? withCodeAnchors(html) : html;
    return { path: pathOf(source), body, ...rendered };
  });
  const reference = referencePages(apiDocument()).map(
    ({ path, title, html, sections }): Made => ({
      path,
      title,
      body: html,
      sections,
      headings: sections.map(({ heading }) => heading),
    }),
  );
  const pages = [...read, ...reference];
  const menu = makeMenu(site, titles, reference);
  const assets: Assets = {
    style: addAsset(files, "site.css", css),
    script: addAsset(files, "site.js", browserScript("site")),
    theme: addAsset(files, "theme.js", browserScript("theme")),
    index: addAsset(files, "search.json", searchIndex(pages)),
  };
  files.set("assets/logo.svg", readFileSync(`${root}packages/dashboard/src/shell/logo.svg`));
  for (const page of pages) files.set(page.path, pageHtml(page, menu, assets));
  checkLinks(files);
  files.set(
    "404.html",
    pageHtml(nothingHere, menu, assets, base).replaceAll(
      /(<nav class="(?:menu|steps)"[\s\S]*?<\/nav>)/g,
      (nav) => nav.replaceAll('href="', `href="${base}`),
    ),
  );
  return files;
}
