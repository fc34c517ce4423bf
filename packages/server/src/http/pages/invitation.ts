/** The page of an invitation. */
import type { OpenInvitation } from "../../service/workspace/invitations.ts";
import { nameAndPassword } from "./accounts.ts";
import { html, type Page } from "./page.ts";

export function invitationPage(
  { workspaceName, role, email, invitedBy, hasAccount }: OpenInvitation,
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
<div><dt>As</dt><dd>${role}</dd></div>
<div><dt>By</dt><dd>${invitedBy}</dd></div>
</dl>
${warning}
<form method="post">
${hasAccount ? null : nameAndPassword({ name })}
<button class="primary">Join</button>
</form>`,
  };
}
