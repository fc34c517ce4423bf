/**
 * Sends the browser on after a form. A page and not a redirect: the form's policy lets nothing but our own
 * origin follow it, and providers redirect further as they like.
 */
import type { Parties } from "../../service/connect/index.ts";
import { connectPage } from "./connect-frame.ts";
import { english, type Language } from "./language.ts";
import { type Html, html, type Page } from "./page.ts";

/** On the way to the provider, or to a page of ours that leads there. */
export function departurePage(url: string, parties: Parties, language: Language): Page {
  const provider = parties.service?.providerName ?? "";
  const { title, head, body } = onward(url, provider, language);
  return connectPage(language, { parties, title, head, body });
}

/** On the way to a company's own sign-in. */
export function companyDeparturePage(url: string): Page {
  return onward(url, "your company’s sign-in", english);
}

/** At the end of a test of a company's sign-in: what came of it is shown where it began. */
export function signInTestEndPage(): Page {
  return {
    title: "The test is over",
    body: html`<h1>The test is over</h1>
<p>Nobody was signed in by it. Close this window: the page on which you began says what came of each step.</p>`,
  };
}

function onward(
  url: string,
  provider: string,
  { say, plain }: Language,
): { readonly title: string; readonly head: Html; readonly body: Html } {
  return {
    title: plain("leavingTitle", { provider }),
    head: html`<meta http-equiv="refresh" content="0;url=${url}">`,
    body: html`<div class="head"><h1>${say("leavingTitle", { provider })}</h1>
<p class="soft">${say("leavingNote")}</p></div>
<p><a class="button primary" href="${url}">${say("continueTo", { provider })}</a></p>`,
  };
}
