/** For a browser that asks again while the provider's answer is still being dealt with. */
import { html, type Page } from "./page.ts";

/** Seconds after which it asks again by itself. */
const againSeconds = 2;

export function underWayPage(): Page {
  return {
    title: "Connecting",
    head: html`<meta http-equiv="refresh" content="${String(againSeconds)}">`,
    body: html`<h1>Connecting your account</h1>
<p>The provider has answered and we are finishing up. This page reloads by itself.</p>`,
  };
}
