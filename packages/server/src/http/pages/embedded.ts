/** Says to people in a browser that an app has built in what to do instead. Nothing is used up by it. */
import type { Embedded } from "../../service/connect/index.ts";
import { connectPage } from "./connect-frame.ts";
import type { Language } from "./language.ts";
import { html, type Page } from "./page.ts";

export function embeddedPage({ parties, mayGoOn }: Embedded, language: Language): Page {
  const { say, plain } = language;
  const app = parties.appName;
  const provider = parties.service?.providerName ?? "";
  const goOn = html`<p><a class="button" href="?here=1">${say("embeddedGoOn")}</a></p>`;
  return connectPage(language, {
    parties,
    between: "fault",
    title: plain("embeddedTitle"),
    body: html`<div class="head"><h1>${say("embeddedTitle")}</h1>
<p>${say(mayGoOn ? "embedded" : "embeddedRefused", { provider })}</p>
<p>${say("embeddedHow", { app })}</p></div>
${mayGoOn ? html`<div class="buttons">${goOn}</div>` : null}`,
  });
}
