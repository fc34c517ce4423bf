/** The site has every page of docs/, each in a menu, and no link, anchor or picture of it leads nowhere. */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { errorTable } from "@grantry/contract/errors";
import { expect, test } from "vitest";
import { wrongLinks } from "./check-links.ts";
import { draw } from "./draw.ts";
import { drawings } from "./drawings.ts";
import { type Files, makeSite, root } from "./make.ts";
import { render } from "./markdown.ts";
import { findPages, menuFile, menuOf, pathOf } from "./pages.ts";
import { apiDocument } from "./reference.ts";

// Throws where a link leads nowhere.
const files: Files = makeSite({ base: "/docs/" });
const pages = [...files].filter(([path]) => path.endsWith(".html"));
const text = (path: string) => String(files.get(path));

test("every page below docs/ stands in the menu, or in the list of its folder: add a line to docs/README.md", () => {
  expect(findPages(root).lost).toEqual([]);
});

test("no page stands in the menu twice", () => {
  const entries = menuOf(readFileSync(root + menuFile, "utf8")).flatMap((part) => part.entries);
  const sources = entries.map(({ source }) => source);
  expect(sources).toEqual([...new Set(sources)]);
  expect(sources.length).toBeGreaterThan(15);
});

test("a link that leads to no file, to no part of a page, or is no address is found", () => {
  const page = (body: string) => new Map([["a/b.html", `<h1 id="here">x</h1>${body}`]]);
  const wrong = (to: string) => wrongLinks(page(`<a href="${to}">x</a>`));
  for (const right of ["#here", "b.html#here", "https://example.com/x", "http://127.0.0.1:4400"]) {
    expect(wrong(right)).toEqual([]);
  }
  expect(wrong("c.html")).toEqual(["a/b.html: c.html leads to no file"]);
  expect(wrong("#there")).toEqual(["a/b.html: #there leads to no part of that page"]);
  expect(wrong("https://")).toEqual(["a/b.html: https:// is no address"]);
  expect(wrong("http://example.com/")).toEqual(["a/b.html: http://example.com/ is no address"]);
});

test("pages load nothing from elsewhere and have no inline script or style", () => {
  for (const [path, content] of pages) {
    const page = String(content);
    expect([path, page.match(/<style\b| style="| on\w+="|<script>|javascript:/)]).toEqual([
      path,
      null,
    ]);
    const loaded = [...page.matchAll(/<(?:script|link|img)\b[^>]*(?:src|href)="([^"]*)"/g)];
    expect(loaded.map(([, to = ""]) => to).filter((to) => /^(?:\w+:|\/\/)/.test(to))).toEqual([]);
  }
});

test("no id stands twice on a page, and each has one main heading", () => {
  for (const [path, content] of pages) {
    const ids = [...String(content).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect([path, ids.filter((id, at) => ids.indexOf(id) !== at)]).toEqual([path, []]);
    expect([path, String(content).match(/<h1\b/g)?.length]).toEqual([path, 1]);
  }
});

test("headings go down by one level at a time", () => {
  for (const [path, content] of pages) {
    const text = String(content).replace(/<nav[\s\S]*?<\/nav>/g, "");
    const levels = [...text.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
    const jumps = levels.filter((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1);
    expect([path, jumps]).toEqual([path, []]);
  }
});

test("every operation of the API has its place in the reference, with its codes and an example", () => {
  const document = apiDocument();
  const reference = pages.filter(([path]) => path.startsWith("reference/")).map(([, page]) => page);
  const all = reference.join("\n");
  for (const operation of Object.values(document.paths).flatMap((one) => Object.values(one))) {
    const start = all.indexOf(`<article id="${operation.operationId}">`);
    const article = all.slice(start, all.indexOf("</article>", start));
    expect([operation.operationId, start > 0, article.includes("<code>curl ")]).toEqual([
      operation.operationId,
      true,
      true,
    ]);
    for (const code of operation["x-codes"]) {
      expect(article).toContain(`href="../errors.html#${code}"`);
    }
  }
});

test("every error code has an anchor on the page of errors", () => {
  for (const code of Object.keys(errorTable)) expect(text("errors.html")).toContain(`id="${code}"`);
});

test("the search knows headings and words of pages, and where each leads", () => {
  const [path = ""] = [...files.keys()].filter((one) => one.startsWith("assets/search-"));
  const { pages: named, entries } = JSON.parse(text(path)) as {
    pages: [string, string][];
    entries: [number, string, string, string][];
  };
  expect(entries.length).toBeGreaterThan(500);
  for (const [page, anchor] of entries) {
    const [file = ""] = named[page] ?? [];
    if (anchor !== "") expect(text(file)).toContain(` id="${anchor}"`);
  }
  expect(entries.some(([, , heading]) => heading === "Refreshing")).toBe(true);
});

test("the page for addresses without a page finds what it needs from any depth", () => {
  const links = [...text("404.html").matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, to = ""]) => to);
  expect(links.filter((to) => !to.startsWith("/docs/") && to !== "#text")).toEqual([]);
  expect(links.filter((to) => to !== "#text" && !files.has(to.slice("/docs/".length)))).toEqual([]);
});

test("Markdown's own HTML is text, and comments are left out", () => {
  const ways = { link: (to: string) => to, picture: () => "" };
  const { html, headings } = render("<!-- note -->\n# A `b`\n\n<script>x</script>\n", ways);
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toContain("note");
  expect(headings).toEqual([{ level: 1, text: "A b", anchor: "a-b" }]);
});

test("the drawings are as npm run docs:drawings writes them", () => {
  for (const [name, drawing] of Object.entries(drawings)) {
    expect(readFileSync(`${root}docs/pictures/${name}.svg`, "utf8")).toBe(draw(drawing));
  }
});

test("pages stand where their sources do", () => {
  expect(pathOf("docs/README.md")).toBe("index.html");
  expect(pathOf("docs/security/README.md")).toBe("security/index.html");
  expect(pathOf("packages/sdk/README.md")).toBe("packages/sdk.html");
  expect(pathOf("SECURITY.md")).toBe("project/security.html");
});

test("the whole site is below 8 MB", () => {
  const bytes = [...files.values()].reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  expect(bytes).toBeLessThan(8_000_000);
});
