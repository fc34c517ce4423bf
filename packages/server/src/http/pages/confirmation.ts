/**
 * Asks before the browser leaves, where it could not be bound at the start: who will use what, on
 * whose behalf. Whoever was sent this link by somebody else sees here that it is not theirs.
 */
import type { Confirmation } from "../../service/connect/index.ts";
import { html, type Page } from "./page.ts";
import { settingFields } from "./setting-fields.ts";

export function confirmationPage(confirmation: Confirmation): Page {
  const { appName, providerName, connectorName, shared, userLabel, scopes } = confirmation;
  const { asked, token } = confirmation;
  const isWrong = asked.some(({ problem }) => problem !== null);
  const use = shared
    ? `${appName} will use this one account for everyone who uses the app.`
    : `${appName} will use it for this user only.`;
  return {
    title: `${isWrong ? "Not yet: " : ""}Connect ${providerName} to ${appName}`,
    deliberate: true,
    body: html`<h1>Connect your ${providerName} account to ${appName}?</h1>
<dl>
<div><dt>${shared ? "Started by" : "For the user"}</dt><dd><strong>${userLabel}</strong></dd></div>
<div><dt>Connector</dt><dd>${connectorName} (${providerName})</dd></div>
<div><dt>Requested access</dt><dd>${scopeList(scopes)}</dd></div>
</dl>
<p>${use}</p>
<p class="warn">Continue only if you started this yourself, as ${userLabel}. If somebody sent you this link, choose Cancel.</p>
<form method="post">
<input type="hidden" name="token" value="${token}">
${settingFields(asked)}
<button class="primary" name="decision" value="continue">Continue to ${providerName}</button>
<button name="decision" value="cancel" formnovalidate>Cancel</button>
</form>`,
  };
}

function scopeList(scopes: Confirmation["scopes"]) {
  if (scopes.length === 0) return html`You choose at the provider`;
  const items = scopes.map(
    ({ scope, description }) =>
      html`<li>${description === null ? html`<code>${scope}</code>` : description}</li>`,
  );
  return html`<ul>${items}</ul>`;
}
