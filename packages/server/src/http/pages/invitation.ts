/** The page of an invitation. */
import type { OpenInvitation } from "../../service/accounts/index.ts";
import { nameAndPassword } from "./accounts.ts";
import { html, type Page } from "./page.ts";

/** Of an account that somebody else may have made. */
const newPassword = html`<p>Your account was created through another workspace's invitation, so other people may know its password or hold keys to it. Set a new password: this signs out other browsers and command lines and revokes existing personal keys.</p>
<label>New password, at least 12 characters<input name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required></label>`;

export function invitationPage(
  { workspaceName, role, email, invitedBy, hasAccount, needsNewPassword }: OpenInvitation,
  name: string,
  problem: string | null,
): Page {
  const warning = problem === null ? null : html`<p class="warn" role="alert">${problem}</p>`;
  return {
    title: `Join ${workspaceName}`,
    deliberate: true,
    body: html`<h1>Join ${workspaceName}?</h1>
<dl>
<div><dt>Invited</dt><dd>${email}</dd></div>
<div><dt>Role</dt><dd>${role}</dd></div>
<div><dt>Invited by</dt><dd>${invitedBy}</dd></div>
</dl>
${warning}
<form method="post">
${hasAccount ? null : nameAndPassword({ name })}
${needsNewPassword ? newPassword : null}
<button class="primary">Join</button>
</form>`,
  };
}
