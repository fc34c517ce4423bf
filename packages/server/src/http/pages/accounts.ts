/** The pages of operators: first account, sign-in, account. Plain forms; they work without script. */

import { errorEntry } from "@grantry/contract/errors";
import type { CommandLine, OperatorSession, OwnWorkspace } from "../../service/accounts/index.ts";
import { day } from "./day.ts";
import { type Html, html, type Page } from "./page.ts";

/** What was wrong with a form that is shown again; null the first time. */
type Problem = string | null;

function problemText(problem: Problem): Html | null {
  return problem === null ? null : html`<p class="warn" role="alert">${problem}</p>`;
}

export interface AccountForm {
  readonly email: string;
  readonly name: string;
}

/** Makes the first account. */
export function setupPage(form: AccountForm, problem: Problem): Page {
  return {
    title: "Set up Grantry",
    body: html`<h1>Create the first account</h1>
<p>It runs this server, owns every workspace on it and can invite other people.</p>
${problemText(problem)}
<form method="post">
<label>Email address<input name="email" type="email" value="${form.email}" autocomplete="username" required></label>
${nameAndPassword(form)}
<button class="primary">Create account</button>
</form>`,
  };
}

/** The fields that every new account needs. */
export function nameAndPassword(form: Pick<AccountForm, "name">): Html {
  return html`<label>Name<input name="name" value="${form.name}" autocomplete="name" maxlength="200" required></label>
<label>Password, at least 12 characters<input name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required></label>`;
}

/** By the domain of the address that was typed; no password is needed. */
const companyButton = html`<button formaction="/sign-in/company" formnovalidate>Sign in with your company</button>`;

/** Shown by its script, where the browser has passkeys: the link is where it goes on. */
function passkeyForm(returnTo: string): Html {
  return html`<form id="passkey" action="/v1/sessions/passkey" hidden>
<button>Sign in with a passkey</button>
<p class="warn" role="status"></p>
<a href="${returnTo}" hidden></a>
</form>`;
}

export interface SignInForm {
  readonly email: string;
  readonly returnTo: string;
  readonly offersCompany: boolean;
  /** Address of the script for passkeys; null where there are none. */
  readonly passkeyScript: string | null;
}

/** Signs in; afterwards the browser goes to `returnTo`, a path of ours. */
export function signInPage(form: SignInForm, problem: Problem): Page {
  return {
    title: "Sign in to Grantry",
    body: html`<h1>Sign in</h1>
${problemText(problem)}
<form method="post" action="/sign-in">
<input type="hidden" name="return_to" value="${form.returnTo}">
<label>Email address<input name="email" type="email" value="${form.email}" autocomplete="username" required></label>
<label>Password<input name="password" type="password" autocomplete="current-password" required></label>
<label>Code from your authenticator app, if you use one<input name="code" autocomplete="one-time-code" maxlength="64"></label>
<button class="primary">Sign in</button>
${form.offersCompany ? companyButton : null}
</form>
${form.passkeyScript === null ? null : passkeyForm(form.returnTo)}`,
    ...(form.passkeyScript === null ? {} : { scriptFile: form.passkeyScript }),
  };
}

/** Who is signed in, their workspaces and command lines; `isServers`: they answer for the whole server. */
export function accountPage(
  operator: OperatorSession["operator"],
  workspaces: readonly OwnWorkspace[],
  {
    commandLines,
    isServers,
  }: { readonly commandLines: readonly CommandLine[]; readonly isServers: boolean },
): Page {
  const rows = workspaces.map(
    ({ name, workspaceId, role }) =>
      html`<div><dt>${name} <code>${workspaceId}</code></dt><dd>${role}</dd></div>`,
  );
  const list =
    rows.length === 0
      ? html`<p>You are not a member of any workspace.</p>`
      : html`<dl>${rows}</dl>`;
  return {
    title: "Your account",
    deliberate: true,
    body: html`<h1>${operator.name}</h1>
<p class="soft">${operator.email}</p>
${list}
<p><a class="button" href="/dashboard">Go to the dashboard</a></p>
<p><a href="/dashboard/account">Your account in the dashboard</a> also has your name, passkeys and sessions. The pages below work without JavaScript.</p>
<p><a href="/account/password">Change your password</a> · <a href="/account/second-factor">Authenticator app</a> · <a href="/account/keys">Personal keys</a></p>
${isServers ? html`<p><a href="/account/workspaces">Workspaces of this server</a></p>` : null}
${commandLines.map(commandLineForm)}
<form method="post" action="/sign-out"><button>Sign out</button></form>`,
  };
}

function commandLineForm({ cliGrantId, name, scopes, createdAt }: CommandLine): Html {
  return html`<form method="post" action="/account/sign-out-command-line">
<input type="hidden" name="command_line" value="${cliGrantId}">
<p>${name}, signed in on ${day(createdAt)}<br><small>${scopes.join(" ")}</small></p>
<button>Sign out this command line</button>
</form>`;
}

/** The page of a refused request of an operator's. */
export function accountFailurePage(
  error: { readonly code: string; readonly detail: string },
  requestId: string,
): Page {
  const isLink = error.code === "entry_link_invalid";
  const title = isLink ? "This link does not work" : "Something went wrong";
  // One that says itself where a new one comes from is given by nobody.
  const isGiven = isLink && error.detail === errorEntry("entry_link_invalid").title;
  const remedy = isGiven ? " Ask whoever gave it to you for a new one." : null;
  return {
    title,
    body: html`<h1>${title}</h1>
<p>${error.detail}${remedy}</p>
<p class="soft">Code: <code>${error.code}</code>, request <code>${requestId}</code></p>`,
  };
}
