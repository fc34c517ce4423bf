/** The pages on which operators change what they sign in with. */
import type { OperatorSession, SignInFactors } from "../../service/accounts/index.ts";
import { type Html, html, type Page } from "./page.ts";

type Problem = string | null;

function problemText(problem: Problem): Html | null {
  return problem === null ? null : html`<p class="warn" role="alert">${problem}</p>`;
}

const back = html`<p><a href="/account">Back to your account</a></p>`;

export function passwordPage({ hasPassword }: SignInFactors, problem: Problem): Page {
  const title = "Change your password";
  if (!hasPassword) {
    const none = html`<p>Your account has no password that could be changed.</p>`;
    return { title, body: html`<h1>${title}</h1>${none}${back}` };
  }
  return {
    title,
    body: html`<h1>${title}</h1>
<p>This signs out every other browser and command line, and revokes your passkeys and personal keys.</p>
${problemText(problem)}
<form method="post">
<label>Current password<input name="current" type="password" autocomplete="current-password" required></label>
<label>New password, at least 12 characters<input name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required></label>
<button class="primary">Change password</button>
</form>
${back}`,
  };
}

/** Offers to set up an authenticator app, or to take it away; to an account without a password neither. */
export function authenticatorPage(factors: SignInFactors, problem: Problem): Page {
  const title = "Authenticator app";
  return {
    title,
    deliberate: true,
    body: html`<h1>${title}</h1>${whatThereIs(factors, problem)}${back}`,
  };
}

function whatThereIs(
  { hasPassword, hasAuthenticatorApp, isOfCompany }: SignInFactors,
  problem: Problem,
): Html {
  if (!hasPassword) {
    const company = isOfCompany
      ? " What else your company wants to know of you, its identity provider asks."
      : null;
    return html`<p>There is nothing to set up: a code is asked for besides a password, and your account has no password.${company}</p>`;
  }
  if (!hasAuthenticatorApp) {
    return html`${problemText(problem)}<p>With an authenticator app, you also need a code to sign in, not only your password.</p>
<form method="post" action="/account/second-factor/begin"><button class="primary">Set up</button></form>`;
  }
  return html`${problemText(problem)}<p>You need a code from your authenticator app to sign in.</p>
<form method="post" action="/account/second-factor/end">
<label>Password<input name="password" type="password" autocomplete="current-password" required></label>
<label>Code, or a recovery code<input name="code" autocomplete="one-time-code" required></label>
<button>Remove the authenticator app</button>
</form>`;
}

/** Shows the secret, for an app to take, and asks for the first code. */
export function totpPage({ operator }: OperatorSession, secret: string): Page {
  const label = encodeURIComponent(`Grantry:${operator.email}`);
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=Grantry`;
  return {
    title: "Set up your authenticator app",
    body: html`<h1>Set up your authenticator app</h1>
<p>Enter this key in the app, or open the link on the device that has the app. Then enter the code it shows.</p>
<dl><div><dt>Key</dt><dd><code>${secret}</code></dd></div>
<div><dt>Link</dt><dd><a href="${uri}">Open in an authenticator app</a></dd></div></dl>
${codeForm}
${back}`,
  };
}

/** After a wrong code: the key, which the app has by now, is still the same, and not shown again. */
export function totpAgainPage(problem: string): Page {
  return {
    title: "Set up your authenticator app",
    body: html`<h1>Set up your authenticator app</h1>
${problemText(problem)}
<p>Enter the code that your app shows now for the key you gave it.</p>
${codeForm}
<form method="post" action="/account/second-factor/begin"><button>Start again with a new key</button></form>
${back}`,
  };
}

const codeForm = html`<form method="post" action="/account/second-factor/confirm">
<label>Code<input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required></label>
<button class="primary">Confirm</button>
</form>`;

/** Recovery codes, this once. */
export function recoveryPage(codes: readonly string[]): Page {
  return {
    title: "Save your recovery codes",
    body: html`<h1>Save your recovery codes</h1>
<p>Each code works once, in place of a code from the app. They will not be shown again.</p>
<ul>${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
${back}`,
  };
}
