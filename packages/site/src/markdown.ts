/** A page of Markdown as HTML, with its headings and its text for the search. */
import MarkdownIt from "markdown-it";
import { highlighted } from "./highlight.ts";

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

/** What stands below one heading, as words. */
export interface Section {
  readonly heading: Heading;
  readonly text: string;
}

export interface Rendered {
  readonly title: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
}

export interface Ways {
  /** Where a link of the source leads on the site; null where what it names is no part of it. Throws where it leads nowhere. */
  link(to: string): string | null;
  /** The HTML of a picture. */
  picture(to: string, words: string): string;
}

/** As code hosts make an anchor of a heading; the second of one name is `name-1`. */
function anchorsOnce(): (text: string) => string {
  const seen = new Map<string, number>();
  return (text) => {
    const words = text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "");
    const anchor = words.trim().replaceAll(/\s/g, "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  };
}

/** Comments are for whoever edits the file. */
const withoutComments = (text: string) => text.replace(/^<!--[\s\S]*?-->\n/gm, "");

type Parser = InstanceType<typeof MarkdownIt>;
type Token = ReturnType<Parser["parse"]>[number];

/** The words of a line. */
function wordsOf(token: Token | undefined): string {
  return (token?.children ?? [])
    .map((one) => (one.type === "softbreak" || one.type === "hardbreak" ? " " : one.content))
    .join("");
}

/** Headings get their anchors, and what comes below each is told as words. */
function readHeadings(tokens: readonly Token[]): Section[] {
  const anchorOf = anchorsOnce();
  const sections: { heading: Heading; texts: string[] }[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const text = wordsOf(tokens[at + 1]);
      const anchor = anchorOf(text);
      token.attrSet("id", anchor);
      sections.push({ heading: { level: Number(token.tag.slice(1)), text, anchor }, texts: [] });
    }
    const isHeading = tokens[at - 1]?.type === "heading_open";
    if (token.type === "inline" && !isHeading) sections.at(-1)?.texts.push(wordsOf(token));
    if (token.type === "fence") sections.at(-1)?.texts.push(token.content);
  }
  return sections.map(({ heading, texts }) => ({
    heading,
    text: texts.join(" ").replaceAll(/\s+/g, " ").trim(),
  }));
}

function parserWith(ways: Ways): Parser {
  const parser = new MarkdownIt({ html: false });
  const { rules } = parser.renderer;
  const { escapeHtml } = parser.utils;
  rules["fence"] = (tokens, at) => {
    const { content = "", info = "" } = tokens[at] ?? {};
    const [language = ""] = info.trim().split(/\s+/);
    const code = highlighted(content, language) ?? escapeHtml(content);
    return `<div class="code"><pre tabindex="0"><code>${code}</code></pre></div>\n`;
  };
  // A table that is wider than the page scrolls by itself, with the keyboard, too.
  rules["table_open"] = () =>
    '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n';
  rules["table_close"] = () => "</table></div>\n";
  rules["image"] = (tokens, at) => {
    const token = tokens[at];
    return ways.picture(String(token?.attrGet("src") ?? ""), token?.content ?? "");
  };
  rules["link_open"] = (tokens, at, options) => {
    const token = tokens[at];
    const to = ways.link(String(token?.meta?.["to"] ?? ""));
    if (token === undefined) return "";
    if (to === null) return '<span class="elsewhere">';
    token.attrSet("href", to);
    return parser.renderer.renderToken(tokens, at, options);
  };
  rules["link_close"] = (tokens, at) => {
    const opened = openOf(tokens, at);
    return ways.link(String(opened?.meta?.["to"] ?? "")) === null ? "</span>" : "</a>";
  };
  return parser;
}

/** The token that opened the link which this one closes; links hold no links. */
function openOf(tokens: readonly Token[], at: number): Token | undefined {
  return tokens.slice(0, at).findLast(({ type }) => type === "link_open");
}

/** Each link keeps where it led in the source. */
function keepTargets(tokens: readonly Token[]): void {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === "link_open") token.meta = { to: String(token.attrGet("href") ?? "") };
  }
}

/** Markdown's tables have a row of headings, and some have nothing to say in it. */
function withoutEmptyHeads(html: string): string {
  return html
    .replaceAll(/<thead>\n<tr>\n(?:<th><\/th>\n)+<\/tr>\n<\/thead>\n/g, "")
    .replaceAll("<th></th>", "<td></td>");
}

/** Renders a page. Throws what `ways` throws. */
export function render(text: string, ways: Ways): Rendered {
  const parser = parserWith(ways);
  const tokens = parser.parse(withoutComments(text), {});
  keepTargets(tokens);
  const sections = readHeadings(tokens);
  const headings = sections.map(({ heading }) => heading);
  const html = parser.renderer.render(tokens, parser.options, {});
  return { title: headings[0]?.text ?? "", html: withoutEmptyHeads(html), headings, sections };
}
