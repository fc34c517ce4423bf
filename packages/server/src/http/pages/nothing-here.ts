/** What stands at an address without anything. */
import type { Language } from "./language.ts";
import { html, type Page } from "./page.ts";

export function nothingHerePage(language: Language): Page {
  const { say, plain } = language;
  return {
    title: plain("nothingHereTitle"),
    language,
    connect: true,
    body: html`<div class="head"><h1>${say("nothingHereTitle")}</h1>
<p>${say("nothingHere")}</p></div>
<p><a class="button" href="/dashboard">${say("toDashboard")}</a></p>`,
  };
}
