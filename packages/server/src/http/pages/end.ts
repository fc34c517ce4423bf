/** The last page of a consent: tells the app, closes itself or goes back, or says what went wrong. */
import type { Ended } from "../../service/connect/index.ts";
import { type Html, html, type Page } from "./page.ts";

const titles = {
  completed: "Connected",
  denied: "Not connected",
  failed: "The connection failed",
} as const satisfies Record<Ended["status"], string>;

/**
 * Apps wait for their popup to close, or for the browser to come back. A failure stays on screen
 * until the person has read it; what the opener is told holds no credential and goes to one origin.
 */
const source = `
const data = JSON.parse(document.getElementById("data").textContent);
if (window.opener && data.messageOrigin) {
  window.opener.postMessage(data.message, data.messageOrigin);
  // In a popup the app is behind this window, not in it.
  if (!data.leave) document.getElementById("back").hidden = true;
}
if (data.leave) {
  window.close();
  if (data.returnUrl) setTimeout(() => location.replace(data.returnUrl), 400);
}
document.getElementById("close")?.addEventListener("click", () => {
  window.close();
  if (data.returnUrl) setTimeout(() => location.replace(data.returnUrl), 400);
});
`;

export function endPage(ended: Ended): Page {
  const { status, error, explanation, providerError, appName, returnUrl } = ended;
  const back =
    returnUrl === null
      ? html`<p class="soft">You can close this window.</p>`
      : html`<p id="back"><a class="button primary" href="${returnUrl}">Back to ${appName}</a></p>`;
  return {
    title: titles[status],
    body: html`<h1>${titles[status]}</h1>
<p>${explanation}</p>
${providerError === null ? null : inItsWords(providerError)}
${error === null ? null : html`<p class="soft">Code: <code>${error}</code></p>`}
${back}
<p><button id="close" type="button">Close this window</button></p>`,
    script: {
      source,
      data: {
        leave: status !== "failed",
        returnUrl,
        messageOrigin: ended.messageOrigin,
        message: {
          type: "grantry:authorization",
          authorizationId: ended.authorizationId,
          status,
          error,
        },
      },
    },
  };
}

/** A text of somebody else: it stands by itself, in its own direction. */
function inItsWords({ code, description }: NonNullable<Ended["providerError"]>): Html {
  const text = description === null ? null : html`: <q><bdi>${description}</bdi></q>`;
  return html`<p>The provider says: <code>${code}</code>${text}</p>`;
}
