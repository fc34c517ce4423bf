/** The pages on which the server's operator sees all workspaces, creates, freezes and unfreezes them. */
import type { CreatedInvitation, ServerWorkspace } from "../../service/accounts/index.ts";
import { day } from "./day.ts";
import { type Html, html, type Page } from "./page.ts";

const address = "/account/workspaces";
const back = html`<p><a href="/account">Back to your account</a></p>`;

/** What was typed, as the form is shown again; and what was wrong with it. */
export interface WorkspaceForm {
  readonly name: string;
  readonly email: string;
  readonly problem: string | null;
}

/** `next`: the query of the page with older ones; null at the end. */
export function serverWorkspacesPage(
  workspaces: readonly ServerWorkspace[],
  next: string | null,
  form: WorkspaceForm,
): Page {
  return {
    title: "Workspaces of this server",
    deliberate: true,
    body: html`<h1>Workspaces of this server</h1>
${workspaces.length === 0 ? html`<p class="soft">There is no workspace.</p>` : html`<dl>${workspaces.map(row)}</dl>`}
${next === null ? null : html`<p><a href="${`${address}?after=${encodeURIComponent(next)}`}">Older workspaces</a></p>`}
<h2>Create a workspace</h2>
${form.problem === null ? null : html`<p class="warn" role="alert">${form.problem}</p>`}
<form method="post" action="${address}">
<label>Name<input name="name" value="${form.name}" maxlength="200" required></label>
<label>Email address of its first owner<input name="email" type="email" value="${form.email}" maxlength="254" autocomplete="off" required></label>
<button class="primary">Create workspace</button>
</form>
${back}`,
  };
}

function row({ workspaceId, name, createdAt, frozenAt, frozenReason }: ServerWorkspace): Html {
  const of = `${address}/${encodeURIComponent(workspaceId)}`;
  const state =
    frozenAt === null
      ? html`created on ${day(createdAt)} · <a href="${`${of}/freeze`}" aria-label="${`Freeze ${name}`}">Freeze</a>`
      : html`<span class="warn">frozen on ${day(frozenAt)}: ${frozenReason ?? ""}</span> · <a href="${`${of}/unfreeze`}" aria-label="${`Unfreeze ${name}`}">Unfreeze</a>`;
  return html`<div><dt>${name} <code>${workspaceId}</code></dt><dd>${state}</dd></div>
`;
}

/** Shows the link of the first owner, this once. */
export function workspaceCreatedPage(
  { name, workspaceId }: ServerWorkspace,
  { email, mail, url, expiresAt }: CreatedInvitation,
): Page {
  const also = mail.status === "queued" ? " It is also sent there by mail." : "";
  return {
    title: "Workspace created",
    body: html`<h1>${name} is created</h1>
<p>Send this link to ${email}. It will not be shown again.${also}</p>
<dl><div><dt>Invitation</dt><dd><code>${url.reveal()}</code></dd></div>
<div><dt>For</dt><dd>${email}, as owner</dd></div>
<div><dt>Workspace</dt><dd><code>${workspaceId}</code></dd></div>
<div><dt>Can be used until</dt><dd>${day(expiresAt)}</dd></div></dl>
<p><a href="${address}">Back to the workspaces</a></p>`,
  };
}

const cancel = html`<p><a href="${address}">Cancel</a></p>`;

/** Asks for the reason. */
export function freezePage(
  { name }: ServerWorkspace,
  reason: string,
  problem: string | null,
): Page {
  return {
    title: `Freeze ${name}?`,
    deliberate: true,
    body: html`<h1>Freeze ${name}?</h1>
<p>Its apps get no tokens, nobody can connect an account, and its operators can read but change nothing. Nothing is deleted.</p>
${problem === null ? null : html`<p class="warn" role="alert">${problem}</p>`}
<form method="post">
<label>Reason, shown to its operators<input name="reason" value="${reason}" maxlength="200" required></label>
<button class="primary">Freeze workspace</button>
</form>
${cancel}`,
  };
}

export function unfreezePage({ name, frozenBy, frozenReason }: ServerWorkspace): Page {
  return {
    title: `Unfreeze ${name}?`,
    deliberate: true,
    body: html`<h1>Unfreeze ${name}?</h1>
<dl><div><dt>Frozen by</dt><dd>${frozenBy ?? "nobody"}</dd></div>
<div><dt>Reason</dt><dd>${frozenReason ?? "none"}</dd></div></dl>
<p>Its apps are served again at once, with the connections they had.</p>
<form method="post"><button class="primary">Unfreeze workspace</button></form>
${cancel}`,
  };
}
