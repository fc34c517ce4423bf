/**
 * Sends the browser on after the confirmation. A page and not a redirect: the form's policy lets
 * nothing but our own origin follow it, and providers redirect further as they like.
 */
import { html, type Page } from "./page.ts";

export function departurePage({ url, providerName }: { url: string; providerName: string }): Page {
  return {
    title: `Continue to ${providerName}`,
    head: html`<meta http-equiv="refresh" content="0;url=${url}">`,
    body: html`<h1>Taking you to ${providerName}</h1>
<p class="soft">You sign in and decide there.</p>
<p><a class="button primary" href="${url}">Continue to ${providerName}</a></p>`,
  };
}
