/**
 * Asks before the browser leaves: who will use what, on whose behalf. Where the browser could not be bound
 * at the start, somebody may have sent the link: whoever got it sees here that it is not theirs.
 */
import type { Confirmation } from "../../service/connect/index.ts";
import { accessItems } from "./access-list.ts";
import { connectPage, mark, person } from "./connect-frame.ts";
import type { Language } from "./language.ts";
import { type Html, html, type Page } from "./page.ts";
import { settingFields } from "./setting-fields.ts";

export function confirmationPage(confirmation: Confirmation, language: Language): Page {
  const { parties, isOwnBrowser, asked, token } = confirmation;
  const { say, plain } = language;
  const { appName: app, shared, test, service } = parties;
  const names = { app, service: service?.name ?? "" };
  const provider = service?.providerName ?? "";
  const heading = headingOf(parties);
  const title = plain(heading, names);
  const isWrong = asked.some(({ problem }) => problem !== null);
  return connectPage(language, {
    parties,
    title: isWrong ? plain("notYet", { title }) : title,
    deliberate: true,
    body: html`<div class="head"><h1>${say(heading, names)}</h1>
${startedBy(parties, language)}</div>
${isOwnBrowser ? null : question(confirmation, language)}
${accessList(confirmation, language)}
${shared ? html`<p>${say("sharedUse", { app })}</p>` : null}
${test ? html`<p>${say("testUse")}</p>` : null}
${isOwnBrowser ? html`<p class="soft">${say("calm", { app, provider })}</p>` : null}
<form method="post">
<input type="hidden" name="token" value="${token}">
${settingFields(asked, language)}
${buttons(confirmation, language)}
</form>
<form method="post" id="cancelling" hidden><input type="hidden" name="token" value="${token}"></form>`,
  });
}

/**
 * What is best for who does not read comes first: to go on, and where the page warns to leave. Cancel belongs to a form of its own:
 * a form is sent by its first button where somebody presses Enter in a field.
 */
function buttons({ isOwnBrowser, parties }: Confirmation, { say }: Language): Html {
  const provider = parties.service?.providerName ?? "";
  const main = html` class="primary"`;
  const goOn = html`<button${isOwnBrowser ? main : null} name="decision" value="continue">${say("continueTo", { provider })}</button>`;
  const cancel = html`<button${isOwnBrowser ? null : main} form="cancelling" name="decision" value="cancel">${say("cancel")}</button>`;
  return isOwnBrowser ? html`${goOn}\n${cancel}` : html`${cancel}\n${goOn}`;
}

/** Who did; where it was the app, the title has said so. */
function startedBy({ shared, test, byApp, userLabel }: Confirmation["parties"], { say }: Language) {
  if (byApp) return null;
  const user = html`<strong>${person(userLabel)}</strong>`;
  return html`<p class="soft">${say(shared || test ? "startedBy" : "forUser", { user })}</p>`;
}

function headingOf({ test, shared, byReconnectLink }: Confirmation["parties"]) {
  if (test) return "testTitle";
  if (shared) return "connectSharedTitle";
  return byReconnectLink ? "reconnectTitle" : "connectTitle";
}

/** Nobody can tell whether this browser began it: so the person is asked. */
function question({ parties }: Confirmation, { say }: Language): Html {
  const { appName: app, userLabel: user, shared, test, byReconnectLink } = parties;
  const provider = parties.service?.providerName ?? "";
  const consequence = test
    ? say("askConsequenceTest", { app })
    : shared
      ? say("askConsequenceShared", { app })
      : byReconnectLink
        ? say("askConsequenceReconnect", { app, user: person(user), provider })
        : say("askConsequence", { app, user: html`<strong>${person(user)}</strong>` });
  const asks = byReconnectLink ? "askReconnect" : "askYourself";
  return html`<div class="note" role="note">${mark("person")}<div><p>${say(asks, { user: person(user) })}</p>
<p>${consequence}</p></div></div>`;
}

function accessList({ parties, accessIn }: Confirmation, language: Language): Html | null {
  const { say, tag } = language;
  const app = parties.appName;
  const provider = parties.service?.providerName ?? "";
  const { lines, hasFurther } = accessIn(tag);
  if (lines.length === 0) {
    const said = say(hasFurther ? "furtherAccess" : "openAccess", { app, provider });
    return html`<p>${said}</p>`;
  }
  return accessItems({ lines, hasFurther }, language, {
    id: "able",
    heading: parties.test ? say("testAsks") : say("willBeAble", { app }),
    of: "check",
    further: say("furtherAccess", { app, provider }),
  });
}
