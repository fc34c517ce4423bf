/** The last page of a consent: tells the app, closes itself or goes back, or says what went wrong. */
import type { Ended } from "../../service/connect/index.ts";
import { accessItems } from "./access-list.ts";
import { connectPage } from "./connect-frame.ts";
import { isKnown, mayConnectAgain, mayHelpAgain, reasonOf } from "./end-reasons.ts";
import type { Language } from "./language.ts";
import { type Html, html, type Page } from "./page.ts";

/** The address to which the form is sent by which a person tries again. */
export function restartPath(authorizationId: string): string {
  return `/api/external-auth/restart/${authorizationId}`;
}

/**
 * Apps wait for their popup to close, or for the browser to come back. A failure stays on screen until the person
 * has read it, and a page that offers them something (the rest of the access) until they have answered it. What the
 * opener is told holds no credential and goes to one origin. Scripts may close only what scripts have opened:
 * elsewhere there is no button for it. Whether this is such a window, nobody can tell where a provider's page has
 * cut it off from its opener (COOP): so the link back, too, first tries to close it.
 */
const source = `
const data = JSON.parse(document.getElementById("data").textContent);
if (window.opener && data.messageOrigin) {
  window.opener.postMessage(data.message, data.messageOrigin);
  // In a popup the app is behind this window, not in it.
  if (!data.leave) document.getElementById("back").hidden = true;
}
const leave = () => {
  window.close();
  if (data.returnUrl) setTimeout(() => location.replace(data.returnUrl), 400);
};
if (data.leave) leave();
const close = document.getElementById("close");
if (window.opener || window.history?.length === 1) {
  close.hidden = false;
  if (data.asks) document.getElementById("back").hidden = true;
}
close.addEventListener("click", leave);
document.querySelector("#back a")?.addEventListener("click", (press) => {
  // Whoever wants it in a window of its own gets that.
  if (press.metaKey || press.ctrlKey || press.shiftKey || press.altKey) return;
  press.preventDefault();
  leave();
});
`;

export function endPage(ended: Ended, language: Language): Page {
  const { status, told, stands, over, returnUrl, parties, authorizationId } = ended;
  if (parties.test) return testEndPage(ended, language);
  const asks = hasLess(ended);
  return connectPage(language, {
    parties,
    // Who decided against it has made no mistake, nor has who connected what has ended since.
    ...((status === "denied" && !stands) || over !== null
      ? {}
      : { between: status === "failed" && !stands ? "fault" : "check" }),
    title: titleOf(ended, language, "plain"),
    body: html`<div class="head"><h1>${titleOf(ended, language, "say")}</h1>
<p>${happened(ended, language)}</p>${nothingStored(ended, language)}</div>
${less(ended, language)}
<div class="buttons">${buttons(ended, language)}</div>
${status === "completed" ? null : details(ended, language)}`,
    script: {
      source,
      data: {
        leave: leavesAtOnce(ended),
        asks,
        returnUrl,
        messageOrigin: ended.messageOrigin,
        message: { type: "grantry:authorization", authorizationId, ...told },
      },
    },
  });
}

/**
 * Whether there is nothing to read or to answer. Who came by an operator's link and declines did not come from the
 * app, and is not sent there.
 */
function leavesAtOnce(ended: Ended): boolean {
  if (ended.status === "completed") return ended.over === null && !hasLess(ended);
  return ended.status === "denied" && !ended.parties.byReconnectLink;
}

/** Of a test: what came of it is told where it was started, so that the window can go. */
function testEndPage({ parties }: Ended, language: Language): Page {
  const { say, plain } = language;
  return connectPage(language, {
    parties,
    title: plain("testEndedTitle"),
    body: html`<div class="head"><h1>${say("testEndedTitle")}</h1>
<p>${say("testEnded")}</p></div>
<div class="buttons"><span id="back"></span><button id="close" type="button" hidden>${say("closeWindow")}</button></div>`,
    script: { source, data: { leave: true, returnUrl: null, messageOrigin: null, message: null } },
  });
}

function titleOf<How extends "say" | "plain">(
  ended: Ended,
  language: Language,
  how: How,
): ReturnType<Language[How]>;
function titleOf(ended: Ended, { say, plain }: Language, how: string) {
  const { status, parties, stands, over } = ended;
  const { service, appName: app } = parties;
  const isPlain = how === "plain";
  if (stands) return isPlain ? plain("standsTitle") : say("standsTitle");
  if (hasLess(ended)) return isPlain ? plain("lessTitle", { app }) : say("lessTitle", { app });
  if (over !== null) return isPlain ? plain("deniedTitle") : say("deniedTitle");
  if (status === "completed") return isPlain ? plain("connectedTitle") : say("connectedTitle");
  if (status === "denied") return isPlain ? plain("deniedTitle") : say("deniedTitle");
  if (service === null) return isPlain ? plain("failedTitlePlain") : say("failedTitlePlain");
  const names = { service: service.name };
  return isPlain ? plain("failedTitle", names) : say("failedTitle", names);
}

/** Whether the person left out some of what was asked for: then the page waits for them. */
const hasLess = ({ connected }: Ended): boolean => connected?.less != null;

/** What was left out, what was not, and how the rest is granted. */
function less({ connected, parties, restartToken }: Ended, language: Language): Html | null {
  const { say, tag } = language;
  if (connected?.less == null) return null;
  const { missingIn, grantedIn } = connected.less;
  const provider = parties.service?.providerName ?? "";
  const further = say("lessFurther", { provider });
  const missing = accessItems(missingIn(tag), language, {
    id: "missing",
    heading: say("lessMissing"),
    of: "minus",
    further,
  });
  const granted = accessItems(grantedIn(tag), language, {
    id: "granted",
    heading: say("lessGranted"),
    of: "check",
    further,
  });
  const how =
    restartToken === null ? null : html`<p class="soft">${say("lessHow", { provider })}</p>`;
  return html`${missing}
${granted}
${how}`;
}

/** What happened, and what comes next. */
function happened(ended: Ended, language: Language): Html {
  const { error, connected, parties, restartToken, stands, over } = ended;
  const { say } = language;
  const app = parties.appName;
  if (over !== null) {
    return mayConnectAgain(over) ? say("overSince", { app }) : reasonOf(over, parties, language);
  }
  if (connected === null) {
    if (error === null || error === "access_denied") {
      return stands ? say("deniedMore", { app }) : say("denied");
    }
    const reason = reasonOf(error, parties, language);
    return mayHelpAgain(error) && restartToken === null
      ? html`${reason} ${say("startAgain", { app })}`
      : reason;
  }
  const { account, lasts } = connected;
  const done = account === null ? say("connectedPlain") : say("connectedAccount", { app, account });
  const provider = parties.service?.providerName ?? "";
  return lasts === null
    ? done
    : html`${done} ${say("connectedUntil", { provider, time: language.duration(lasts) })}`;
}

/** Of a failure, but for those of which it is not known how far they came, and where there is a connection from before. */
function nothingStored({ status, error, stands }: Ended, { say }: Language): Html | null {
  const isSo = status === "failed" && error !== null && !stands && isKnown(error);
  return isSo ? html`<p class="soft">${say("nothingStored")}</p>` : null;
}

function buttons(ended: Ended, { say }: Language): Html {
  const { error, parties, returnUrl, restartToken, authorizationId } = ended;
  const app = parties.appName;
  const asks = hasLess(ended);
  const mayHelp = asks || (error !== null && mayHelpAgain(error));
  const again =
    restartToken === null || !mayHelp
      ? null
      : html`<form method="post" action="${restartPath(authorizationId)}">
<input type="hidden" name="token" value="${restartToken}">
<button class="primary">${say(asks ? "grantNow" : "tryAgain")}</button>
</form>`;
  const leave = asks && again !== null ? say("notNow") : say("backTo", { app });
  const close = asks && again !== null ? say("notNow") : say("closeWindow");
  const kind = again === null ? "button primary" : "button";
  const back =
    returnUrl === null
      ? html`<p class="soft" id="back">${say("goBack", { app })}</p>`
      : html`<p id="back"><a class="${kind}" href="${returnUrl}">${leave}</a></p>`;
  const going =
    returnUrl !== null && leavesAtOnce(ended)
      ? html`<p class="soft">${say("goingBack", { app })}</p>`
      : null;
  return html`${going}${again}${back}<button id="close" type="button" hidden>${close}</button>`;
}

/** For whoever is asked for help; the explanation is English, the provider's text as it came. */
function details(ended: Ended, { say }: Language): Html {
  const { error, detail, providerError, parties, authorizationId } = ended;
  const provider = parties.service?.providerName ?? "";
  return html`<details><summary>${say("details")}</summary>
<dl>
<div><dt>${say("reference")}</dt><dd><code>${authorizationId}</code></dd></div>
<div><dt>${say("code")}</dt><dd><code>${error ?? ""}</code></dd></div>
${detail === null ? null : html`<div><dt>${say("explanation")}</dt><dd><bdi lang="en">${detail}</bdi></dd></div>`}
${providerError === null ? null : html`<div><dt>${say("itsWords", { provider })}</dt><dd>${inItsWords(providerError)}</dd></div>`}
</dl></details>`;
}

/** A text of somebody else: it stands by itself, in its own direction. */
function inItsWords({ code, description }: NonNullable<Ended["providerError"]>): Html {
  const text = description === null ? null : html`: <q><bdi>${description}</bdi></q>`;
  return html`<code>${code}</code>${text}`;
}
