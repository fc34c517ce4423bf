/** The pages a person sees at the sandbox provider. Pure: data in, HTML out. */
import { accounts, type SandboxAccount } from "./accounts.ts";
import { css } from "./style.ts";

/** What each scope means to the account holder. */
export const scopeTexts: Readonly<Record<string, string>> = {
  openid: "Know your account id",
  offline_access: "Keep access for later",
  email: "See your email address",
  profile: "See your name",
  "calendar.read": "See calendar events",
  "calendar.write": "Add calendar events",
};

/** Scopes that cannot be unticked where they are asked for. */
export const fixedScopes: ReadonlySet<string> = new Set(["openid", "offline_access"]);

const logo =
  '<svg viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="8" fill="#2f55d4"/>' +
  '<path d="M6 19.5c2.7 0 2.7-2 5.3-2s2.7 2 5.4 2 2.6-2 5.3-2" fill="none" stroke="#fff" ' +
  'stroke-width="2.2" stroke-linecap="round"/><circle cx="14" cy="10.5" r="3.6" fill="#fff"/></svg>';

const icon = `data:image/svg+xml,${encodeURIComponent(
  logo.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'),
)}`;

/** Text made safe for HTML, in elements and in quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string, note: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${icon}">
<style>${css}</style>
</head>
<body>
<main>
<p class="brand">${logo}Grantry Sandbox</p>
${body}
</main>
<p class="note">${escapeHtml(note)}</p>
</body>
</html>
`;
}

function person(account: SandboxAccount): string {
  return `<span class="person"><span class="avatar" data-account="${escapeHtml(account.id)}" aria-hidden="true">${escapeHtml(account.name.charAt(0))}</span><span><b>${escapeHtml(account.name)}</b><small>${escapeHtml(account.email)}</small></span></span>`;
}

const madeUp = "A provider for trying things out. Its accounts and their data are made up.";

/** The account chooser: one button per account, no password. */
export function signInPage(clientName: string): string {
  const choices = accounts.map(
    (account) =>
      `<li><button name="account" value="${escapeHtml(account.id)}">${person(account)}</button></li>`,
  );
  return page(
    "Sign in to Grantry Sandbox",
    `<h1>Sign in to Grantry Sandbox</h1>
<p class="lead">Choose an account to continue to <strong>${escapeHtml(clientName)}</strong>. No password is needed.</p>
<form method="post">
<ul class="accounts">
${choices.join("\n")}
</ul>
<button class="cancel" name="decision" value="deny">Cancel</button>
</form>`,
    madeUp,
  );
}

function scopeChoice(scope: string): string {
  const fixed = fixedScopes.has(scope);
  const state = fixed ? "checked disabled" : `name="scope" value="${escapeHtml(scope)}" checked`;
  return `<label class="scope${fixed ? " fixed" : ""}"><input type="checkbox" ${state}><span>${escapeHtml(scopeTexts[scope] ?? scope)}<code>${escapeHtml(scope)}</code></span></label>`;
}

function scopeGroup(legend: string, scopes: readonly string[]): string {
  if (scopes.length === 0) return "";
  return `<fieldset><legend>${legend}</legend>${scopes.map(scopeChoice).join("\n")}</fieldset>`;
}

export interface ConsentQuestion {
  readonly clientName: string;
  readonly account: SandboxAccount;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The origin to which the answer goes. */
  readonly returnOrigin: string;
}

/** The consent page: what the client asks for, each scope with a checkbox. */
export function consentPage(question: ConsentQuestion): string {
  const { clientName, account, scopes, returnOrigin } = question;
  return page(
    `Allow ${clientName} to use your account? - Grantry Sandbox`,
    `<h1>Allow ${escapeHtml(clientName)} to use your account?</h1>
<p class="lead">You decide what it may do.</p>
<div class="chip">${person(account)}</div>
<form method="post">
${scopeGroup(
  "It would like to",
  scopes.filter((scope) => !fixedScopes.has(scope)),
)}
${scopeGroup(
  "Always part of it",
  scopes.filter((scope) => fixedScopes.has(scope)),
)}
<p class="quiet">You then return to ${escapeHtml(returnOrigin)}.</p>
<div class="actions">
<button name="decision" value="deny">Deny</button>
<button class="primary" name="decision" value="allow">Allow</button>
</div>
</form>`,
    madeUp,
  );
}

/** A page that says why it goes no further. */
export function errorPage(title: string, text: string): string {
  return page(
    `${title} - Grantry Sandbox`,
    `<h1>${escapeHtml(title)}</h1><p class="quiet">${escapeHtml(text)}</p>`,
    madeUp,
  );
}

/** The page at the provider's root. */
export function homePage(): string {
  const people = accounts.map((account) => `<p class="chip">${person(account)}</p>`);
  return page(
    "Grantry Sandbox",
    `<h1>This is the sandbox provider</h1>
<p class="lead">Connect an app to it to sign in. It knows these accounts:</p>
${people.join("\n")}`,
    madeUp,
  );
}
