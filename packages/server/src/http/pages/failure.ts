/** The page for a link or an answer that belongs to no consent under way. */
import type { ErrorCode } from "@grantry/contract/errors";
import type { GrantryError } from "../../lib/error.ts";
import type { Language } from "./language.ts";
import { html, type Page } from "./page.ts";

const expired: ReadonlySet<ErrorCode> = new Set([
  "connect_link_invalid",
  "reconnect_link_invalid",
  "state_invalid",
]);

function saidOf(code: ErrorCode) {
  if (code === "reconnect_link_invalid") return "expiredReconnect";
  if (expired.has(code)) return "expired";
  return code === "browser_mismatch" ? "reasonBrowser" : "wrong";
}

export function failurePage(error: GrantryError, requestId: string, language: Language): Page {
  const { say, plain } = language;
  const isExpired = expired.has(error.code);
  const isElsewhere = error.code === "browser_mismatch";
  const title = isExpired ? "expiredTitle" : isElsewhere ? "browserTitle" : "wrongTitle";
  return {
    title: plain(title),
    language,
    connect: true,
    body: html`<div class="head"><h1>${say(title)}</h1>
<p>${say(saidOf(error.code))}</p></div>
<details><summary>${say("details")}</summary>
<dl>
<div><dt>${say("reference")}</dt><dd><code>${requestId}</code></dd></div>
<div><dt>${say("code")}</dt><dd><code>${error.code}</code></dd></div>
<div><dt>${say("explanation")}</dt><dd><bdi lang="en">${error.detail}</bdi></dd></div>
</dl></details>`,
  };
}
