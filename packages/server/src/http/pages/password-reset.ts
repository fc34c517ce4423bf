/** The page of a link that sets a new password. */
import type { OpenPasswordReset } from "../../service/accounts/index.ts";
import { html, type Page } from "./page.ts";

const secondFactorTexts = {
  none: null,
  kept: html`<p>Your authenticator app stays: you still need a code from it, or a recovery code, to sign in.</p>`,
  removed: html`<p class="warn">This also removes your authenticator app: only your password will be needed to sign in. Set one up again afterwards.</p>`,
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
<p>This signs out every browser and command line and revokes your passkeys and personal keys. Then sign in with the new password.</p>
${secondFactorTexts[secondFactor]}
${warning}
<form method="post">
<label>New password, at least 12 characters<input name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required></label>
<button class="primary">Set password</button>
</form>`,
  };
}
