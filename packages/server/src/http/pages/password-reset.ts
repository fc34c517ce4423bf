/** The page of a link that sets a new password. */
import type { OpenPasswordReset } from "../../service/accounts/index.ts";
import { html, type Page } from "./page.ts";

const secondFactorTexts = {
  none: null,
  kept: html`<p>Your second factor stays: signing in asks for its code, or for a recovery code.</p>`,
  removed: html`<p class="warn">Your second factor is switched off: signing in asks for the password alone. Set it up again afterwards.</p>`,
} as const;

export function passwordResetPage(
  { email, secondFactor }: OpenPasswordReset,
  problem: string | null,
): Page {
  const warning = problem === null ? null : html`<p class="warn" role="alert">${problem}</p>`;
  return {
    title: "Set a new password",
    body: html`<h1>Set a new password</h1>
<dl><div><dt>Account</dt><dd>${email}</dd></div></dl>
<p>Every browser and command line is signed out, and your personal API keys end; then you sign in with the new password.</p>
${secondFactorTexts[secondFactor]}
${warning}
<form method="post">
<label>New password, at least 12 characters<input name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required></label>
<button class="primary">Set it</button>
</form>`,
  };
}
