/** The pages of the dialect sandbox. Pure: data in, HTML out. */

import { css } from "../style.ts";
import type { Question } from "./authorize.ts";
import type { Person } from "./people.ts";
import type { Stage } from "./stage.ts";

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string, width: "narrow" | "wide" = "narrow"): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<main class="${width}">
${body}
</main>
<footer class="note">This is not the provider. Its answers are played from its documentation; accounts and tokens are made up.</footer>
</body>
</html>
`;
}

/** Asks the account holder, and who that is where there are several. The form goes to where the page came from. */
export function dialectConsentPage(
  { script, scopes, redirectUri }: Question,
  people: readonly Person[],
): string {
  const title = `Allow access to ${script.type}? - sandbox`;
  const asked = scopes.map((scope) => `<p class="quiet"><code>${escapeHtml(scope)}</code></p>`);
  return page(
    title,
    `<h1>Allow access to ${escapeHtml(script.type)}?</h1>
<p class="lead">The client <strong>${escapeHtml(script.clientId)}</strong> asks for it.</p>
${asked.length === 0 ? "" : `<div class="chip">${asked.join("\n")}</div>`}
<form method="post">
${people.length > 1 ? choiceOf(people) : ""}
<p class="quiet">You then return to ${escapeHtml(new URL(redirectUri).origin)}.</p>
<div class="actions">
<button name="decision" value="deny">Deny</button>
<button class="primary" name="decision" value="allow">Allow</button>
</div>
</form>`,
  );
}

function choiceOf(people: readonly Person[]): string {
  const choices = people.map(
    ({ key, name, email }, index) =>
      `<label class="scope"><input type="radio" name="person" value="${escapeHtml(key)}"${index === 0 ? " checked" : ""}><span>${escapeHtml(name)} <code>${escapeHtml(email)}</code></span></label>`,
  );
  return `<fieldset><legend>Who are you?</legend>\n${choices.join("\n")}\n</fieldset>`;
}

/** Says what is wrong with an authorization request. */
export function dialectErrorPage(problem: string): string {
  return page(
    "Not as documented - sandbox",
    `<h1>This request is not as documented</h1><p class="quiet">${escapeHtml(problem)}</p>`,
  );
}

/** Lists the types, with the client and the connection settings that each one knows, and where it is found. */
export function dialectHomePage(stage: Stage): string {
  const line = (name: string, value: string) =>
    `<p class="quiet">${escapeHtml(name)} <code>${escapeHtml(value)}</code></p>`;
  const rows = stage.scripts.map(({ type, clientId, fixture }) => {
    const settings = Object.entries(fixture.settings).map(([name, value]) => line(name, value));
    const client = line("client ID", clientId) + line("client secret", stage.secretOf(type));
    const addresses =
      line("authorization endpoint", stage.place(fixture.authorization_request.endpoint)) +
      line("token endpoint", stage.place(fixture.token.request.url));
    return `<div class="chip"><b>${escapeHtml(type)}</b>${client}${addresses}${settings.join("")}</div>`;
  });
  return page(
    "Every provider, in a sandbox",
    `<h1>Every provider, played from its documentation</h1>
<p class="lead">Each knows one client. What an app sends to <code>https://…</code> goes to <code>${escapeHtml(stage.place("https://…"))}</code> instead.</p>
${rows.join("\n")}`,
    "wide",
  );
}
