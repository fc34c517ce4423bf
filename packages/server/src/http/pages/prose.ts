/** Our own lines of Markdown as HTML: code in backticks, and links by their words. */
import { Html, html } from "./page.ts";

/** A text as it stands in descriptions and in docs/. A link to a file of docs/ leads nowhere from a page. */
export function prose(text: string): Html {
  const withoutLinks = text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1");
  const parts = withoutLinks
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return new Html(parts.map((part) => part.text).join(""));
}
