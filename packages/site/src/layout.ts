/** What every page has around its text: header, menu, headings of the page, search. */
import { Html, html } from "@grantry/server/http/pages/page";
import type { Heading } from "./markdown.ts";
import { wayTo } from "./pages.ts";

/** An entry of the menu, with those below it that are shown while one of them is read. */
export interface MenuEntry {
  readonly title: string;
  readonly path: string;
  readonly below: readonly { readonly title: string; readonly path: string }[];
}

export interface Menu {
  readonly parts: readonly { readonly title: string; readonly entries: readonly MenuEntry[] }[];
}

/** Names of the files that all pages use. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly theme: string;
  readonly index: string;
}

export interface PageInput {
  readonly path: string;
  readonly title: string;
  readonly body: string;
  readonly headings: readonly Heading[];
}

/** The same as the header that a server sends, for hosts that send none. `frame-ancestors` can only be said by a header. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const logo = html`<svg viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#0a6074"/><path d="M6 18.5V11a6 6 0 0 1 12 0v7.5M12 5v5.2" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/><circle cx="12" cy="13" r="2.5" fill="#ffb36b"/></svg>`;

const current = new Html(' aria-current="page"');

function menuHtml({ parts }: Menu, path: string): Html {
  const line = (one: { title: string; path: string }, more: Html | null) =>
    html`<li><a href="${wayTo(path, one.path)}"${one.path === path ? current : null}>${one.title}</a>${more}</li>
`;
  const entry = (one: MenuEntry) => {
    const isOpen = one.path === path || one.below.some((other) => other.path === path);
    const below = isOpen && one.below.length > 0;
    return line(one, below ? html`<ul>${one.below.map((other) => line(other, null))}</ul>` : null);
  };
  return html`<nav class="menu" aria-label="Pages"><details>
<summary>All pages</summary>
${parts.map(
  ({ title, entries }) => html`<h2>${title}</h2>
<ul>${entries.map(entry)}</ul>
`,
)}</details></nav>`;
}

function nearHtml(headings: readonly Heading[]): Html | null {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return null;
  return html`<nav class="near" aria-label="On this page"><h2>On this page</h2>
<ul>${shown.map(({ text, anchor }) => html`<li><a href="#${anchor}">${text}</a></li>`)}</ul></nav>`;
}

function stepsHtml({ parts }: Menu, path: string): Html | null {
  const all = parts.flatMap(({ entries }) => entries);
  const at = all.findIndex((one) => one.path === path);
  const [before, after] = [all[at - 1], at === -1 ? undefined : all[at + 1]];
  const step = (word: string, one: MenuEntry | undefined) =>
    one === undefined
      ? null
      : html`<a href="${wayTo(path, one.path)}"><span>${word}</span>${one.title}</a>`;
  if (before === undefined && after === undefined) return null;
  return html`<nav class="steps" aria-label="Before and after">${step("Before", before)}${step("Next", after)}</nav>`;
}

const searchDialog = html`<dialog id="search" aria-label="Search">
<form method="dialog"><label for="search-words">Search the documentation<input id="search-words" type="text" enterkeyhint="search" autocomplete="off" spellcheck="false"></label>
<button>Close</button></form>
<p id="search-said" role="status"></p>
<ol id="search-results"></ol>
</dialog>`;

/** A whole page. `root` leads from it to the front page's folder: empty, `../`, or the base path. */
export function pageHtml(
  { path, title, body, headings }: PageInput,
  menu: Menu,
  assets: Assets,
  root = "../".repeat(path.split("/").length - 1),
): string {
  const full = path === "index.html" ? "Grantry: documentation" : `${title} · Grantry`;
  return html`<!doctype html>
<html lang="en" data-root="${root}" data-index="${assets.index}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<title>${full}</title>
<link rel="icon" href="${root}assets/logo.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}${assets.style}">
<script src="${root}${assets.theme}"></script>
<script type="module" src="${root}${assets.script}"></script>
</head>
<body>
<a class="skip" href="#text">To the text</a>
<header><a class="brand" href="${root}index.html">${logo}Grantry <small>documentation</small></a>
<button type="button" id="search-open" hidden>Search</button>
<label hidden><span>Colours </span><select id="theme" aria-label="Colours"><option value="">System</option><option value="light">Light</option><option value="dark">Dark</option></select></label>
</header>
<div class="page">
${menuHtml(menu, path)}
<main id="text" tabindex="-1">
${new Html(body)}
${stepsHtml(menu, path)}</main>
${nearHtml(headings)}</div>
${searchDialog}
</body>
</html>
`.text;
}
