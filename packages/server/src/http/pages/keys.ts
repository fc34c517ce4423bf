/** The pages on which a person makes keys of their own and revokes them. */
import type { CreatedKey } from "../../service/accounts/index.ts";
import { day } from "./day.ts";
import { type Html, html, type Page } from "./page.ts";

const back = html`<p><a href="/account">Back to your account</a></p>`;

/** A key that there is; times are epoch seconds. */
interface ListedKey {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** What a person chose, as the form is shown again; and what was wrong with it. */
export interface KeyForm {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresInDays: number;
  readonly problem: string | null;
}

/** What a scope allows, in words for people. */
export type ScopeTexts = Readonly<Record<string, string>>;

export const lifetimesInDays = [7, 30, 90, 365] as const;

export function keysPage(keys: readonly ListedKey[], form: KeyForm, scopes: ScopeTexts): Page {
  return {
    title: "Your personal keys",
    deliberate: true,
    body: html`<h1>Your personal keys</h1>
<p>A key acts on your behalf in all of your workspaces, within its scopes.</p>
${keys.length === 0 ? html`<p class="soft">You have no personal key.</p>` : keys.map(listedKey)}
<h2>Create a personal key</h2>
${form.problem === null ? null : html`<p class="warn" role="alert">${form.problem}</p>`}
<form method="post" action="/account/keys">
<label>Name<input name="name" value="${form.name}" maxlength="200" required></label>
<fieldset><legend>Scopes</legend>
${Object.entries(scopes).map(([scope, text]) => scopeBox(scope, text, form.scopes.includes(scope)))}
</fieldset>
<label>Expires after<select name="expires_in_days">
${lifetimesInDays.map((days) => lifetimeOption(days, days === form.expiresInDays))}
</select></label>
<button class="primary">Create key</button>
</form>
${back}`,
  };
}

function scopeBox(scope: string, text: string, isChosen: boolean): Html {
  const checked = isChosen ? html` checked` : null;
  return html`<label class="check"><input type="checkbox" name="scopes" value="${scope}"${checked}><span>${text}<br><small><code>${scope}</code></small></span></label>
`;
}

function lifetimeOption(days: number, isChosen: boolean): Html {
  const selected = isChosen ? html` selected` : null;
  return html`<option value="${String(days)}"${selected}>${String(days)} days</option>
`;
}

function listedKey({ keyId, name, scopes, expiresAt, lastUsedAt }: ListedKey): Html {
  const ends = expiresAt === null ? "never expires" : `expires on ${day(expiresAt)}`;
  const used = lastUsedAt === null ? "never used" : `last used on ${day(lastUsedAt)}`;
  return html`<form method="post" action="/account/keys/revoke">
<input type="hidden" name="key" value="${keyId}">
<p>${name}<br><small>${(scopes ?? []).join(" ")}<br>${ends}, ${used}</small></p>
<button>Revoke “${name}”</button>
</form>
`;
}

/** Shows the key, this once. */
export function newKeyPage({ name, scopes, expiresAt, secret }: CreatedKey): Page {
  return {
    title: "Save this key",
    body: html`<h1>Save this key</h1>
<p>It will not be shown again.</p>
<dl><div><dt>Key</dt><dd><code>${secret.reveal()}</code></dd></div>
<div><dt>Name</dt><dd>${name}</dd></div>
<div><dt>Scopes</dt><dd>${scopes.join(" ")}</dd></div>
<div><dt>Expires on</dt><dd>${expiresAt === null ? "never" : day(expiresAt)}</dd></div></dl>
<p><a href="/account/keys">Back to your personal keys</a></p>`,
  };
}
