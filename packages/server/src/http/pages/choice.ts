/**
 * Asks what of a grant is connected, where the provider names several things. What they are called is a
 * stranger's text: escaped, on lines of its own, turned by no direction but its own.
 */
import type { Choice } from "../../service/connect/index.ts";
import { connectPage, person } from "./connect-frame.ts";
import type { Language } from "./language.ts";
import { type Html, html, type Page } from "./page.ts";

/** The address of the page of an authorization. */
export function choicePath(authorizationId: string): string {
  return `/api/external-auth/choice/${authorizationId}`;
}

export function choicePage(choice: Choice, language: Language): Page {
  const { parties, token, authorizationId, missing, offers } = choice;
  const { appName: app } = parties;
  const { say, plain } = language;
  const noun = nounOf(choice, language);
  return connectPage(language, {
    parties,
    title: plain("choiceTitle", { app, noun: choice.noun }),
    deliberate: true,
    body: html`<div class="head"><h1>${say("choiceTitle", { app, noun })}</h1>
<p class="soft">${introduction(choice, language)}</p></div>
${missing ? html`<p class="warn" role="alert">${say("choiceMissing")}</p>` : null}
<form method="post" action="${choicePath(authorizationId)}">
<input type="hidden" name="token" value="${token}">
<fieldset>
<legend>${say("choiceLegend", { noun })}</legend>
${offers.map(offerRow)}
</fieldset>
${cutNote(choice, language)}
<button class="primary" name="decision" value="continue">${say("connect")}</button>
<button name="decision" value="cancel" formnovalidate>${say("cancel")}</button>
</form>`,
  });
}

/** The provider's entry says it in English. */
function nounOf({ noun }: Choice, { tag }: Language): Html {
  return tag === "en" ? html`${noun}` : html`<span lang="en">${noun}</span>`;
}

function introduction({ parties }: Choice, { say }: Language): Html {
  const { appName: app, shared, userLabel: user, service } = parties;
  const provider = service?.providerName ?? "";
  return shared
    ? say("choiceIntroShared", { app, provider })
    : say("choiceIntro", { app, provider, user: person(user) });
}

function cutNote({ cut, offers, parties }: Choice, { say }: Language): Html | null {
  if (!cut) return null;
  const provider = parties.service?.providerName ?? "";
  const count = html`${String(offers.length)}`;
  return html`<p class="soft">${say("choiceCut", { provider, count })}</p>`;
}

function offerRow({ label, hint }: Choice["offers"][number], index: number) {
  const more = hint === null ? null : html`<small><bdi>${hint}</bdi></small>`;
  return html`<label class="check choice"><input type="radio" name="offer" value="${String(index)}" required><span><bdi>${label}</bdi>${more}</span></label>
`;
}
