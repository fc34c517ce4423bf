/** The page for a link or an answer that belongs to no consent under way. */
import type { GrantryError } from "../../lib/error.ts";
import { html, type Page } from "./page.ts";

export function failurePage(error: GrantryError, requestId: string): Page {
  return {
    title: "Something went wrong",
    body: html`<h1>Something went wrong</h1>
<p>${error.detail}</p>
<p>Close this window, return to the app, and start again.</p>
<p class="soft">Code: <code>${error.code}</code>, request <code>${requestId}</code></p>`,
  };
}
