/** The pages on which a person lets a command line act for them (RFC 8628 section 3.3). */
import type { DeviceApproval, OperatorSession } from "../../service/accounts/index.ts";
import { html, type Page } from "./page.ts";

/** Asks for the code. One that came with the address is filled in, and not sent by itself. */
export function deviceCodePage(userCode: string, problem: string | null): Page {
  const warning = problem === null ? null : html`<p class="warn" role="alert">${problem}</p>`;
  return {
    title: "Sign in a command line",
    deliberate: true,
    body: html`<h1>Sign in a command line</h1>
<p>Enter the code shown in your terminal.</p>
${warning}
<form method="post" action="/device">
<label>Code<input name="user_code" value="${userCode}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="32" required></label>
<button class="primary">Continue</button>
</form>`,
  };
}

/** Shows what asks, and asks. */
export function deviceApprovalPage(
  { operator }: OperatorSession,
  { clientName, scopes, userCode, ageSeconds }: DeviceApproval,
): Page {
  const minutes = Math.floor(ageSeconds / 60);
  const age = minutes === 0 ? "less than a minute ago" : `${minutes} min ago`;
  return {
    title: `Sign in the ${clientName}?`,
    deliberate: true,
    body: html`<h1>Sign in the ${clientName}?</h1>
<dl>
<div><dt>It will act as</dt><dd><strong>${operator.name}</strong> (${operator.email})</dd></div>
<div><dt>Code in your terminal</dt><dd><code>${userCode}</code></dd></div>
<div><dt>Requested</dt><dd>${age}</dd></div>
<div><dt>It can</dt><dd><ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul></dd></div>
</dl>
<p class="warn">Approve only if you just started this yourself and your terminal shows this code. If somebody sent you the code, choose Deny.</p>
<form method="post" action="/device/decision">
<input type="hidden" name="user_code" value="${userCode}">
<button class="primary" name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  };
}

export function deviceEndPage(approved: boolean): Page {
  return approved
    ? {
        title: "Signed in",
        body: html`<h1>Signed in</h1><p>Go back to your terminal. You can close this window.</p>`,
      }
    : {
        title: "Denied",
        body: html`<h1>Denied</h1><p>The command line was not signed in. You can close this window.</p>`,
      };
}
