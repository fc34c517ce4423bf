/** What an app may do, as a list in words for people. */
import type { Access } from "../../service/connect/index.ts";
import { mark } from "./connect-frame.ts";
import type { Language } from "./language.ts";
import { type Html, html } from "./page.ts";

interface List {
  /** Its heading, and the id by which the list is named by it. */
  readonly heading: Html;
  readonly id: string;
  readonly of: "check" | "minus";
  /** In place of what there are no words for. */
  readonly further: Html;
}

/** The list under its heading; null where there is nothing to list. */
export function accessItems(
  { lines, hasFurther }: Access,
  { tag }: Language,
  { heading, id, of: sign, further }: List,
): Html | null {
  if (lines.length === 0 && !hasFurther) return null;
  const items = lines.map(({ title, note, language: written }) => {
    // Whose language nobody said stands in its own direction, at least.
    const of = written === null || written === tag ? null : html` lang="${written}"`;
    const more = note === null ? null : html`<small><bdi${of}>${note}</bdi></small>`;
    return html`<li>${mark(sign)}<span><bdi${of}>${title}</bdi>${more}</span></li>`;
  });
  const rest = hasFurther ? html`<li>${mark(sign)}<span>${further}</span></li>` : null;
  return html`<div class="able"><p id="${id}">${heading}</p>
<ul class="asks" aria-labelledby="${id}">${items}${rest}</ul></div>`;
}
