/**
 * Asks what of a grant is connected, where the provider names several things. What they are called is a
 * stranger's text: escaped, on lines of its own, turned by no direction but its own.
 */
import type { Choice } from "../../service/connect/index.ts";
import { html, type Page } from "./page.ts";

/** The address of the page of an authorization. */
export function choicePath(authorizationId: string): string {
  return `/api/external-auth/choice/${authorizationId}`;
}

export function choicePage(choice: Choice): Page {
  const { appName, providerName, connectorName, noun, shared, userLabel, token } = choice;
  return {
    title: `Choose the ${noun} for ${appName}`,
    deliberate: true,
    body: html`<h1>Which ${noun} should ${appName} use?</h1>
<p>Your ${providerName} account has several. ${appName} will use the one that you choose for ${
      shared ? "everyone who uses the app" : html`<strong>${userLabel}</strong>`
    }, through the connector ${connectorName}.</p>
${choice.missing ? html`<p class="warn" role="alert">Choose one of them first.</p>` : null}
<form method="post" action="${choicePath(choice.authorizationId)}">
<input type="hidden" name="token" value="${token}">
<fieldset>
<legend>Choose the ${noun}</legend>
${choice.offers.map(offerRow)}
</fieldset>
${choice.cut ? html`<p class="soft">${providerName} names more; only the first ${String(choice.offers.length)} are shown.</p>` : null}
<button class="primary" name="decision" value="continue">Connect</button>
<button name="decision" value="cancel" formnovalidate>Cancel</button>
</form>`,
  };
}

function offerRow({ label, hint }: Choice["offers"][number], index: number) {
  const more = hint === null ? null : html`<small><bdi>${hint}</bdi></small>`;
  return html`<label class="check choice"><input type="radio" name="offer" value="${String(index)}" required><span><bdi>${label}</bdi>${more}</span></label>
`;
}
