/** For a browser that asks again while the provider's answer is still being dealt with. */
import type { Parties } from "../../service/connect/index.ts";
import { connectPage } from "./connect-frame.ts";
import type { Language } from "./language.ts";
import { html, type Page } from "./page.ts";

/** Seconds after which it asks again by itself. */
const againSeconds = 2;

export function underWayPage(parties: Parties, language: Language): Page {
  const { say, plain } = language;
  const provider = parties.service?.providerName ?? "";
  return connectPage(language, {
    parties,
    title: plain("underWayTitle"),
    head: html`<meta http-equiv="refresh" content="${String(againSeconds)}">`,
    body: html`<div class="head"><h1>${say("underWayTitle")}</h1>
<p>${say("underWay", { provider })}</p></div>`,
  });
}
