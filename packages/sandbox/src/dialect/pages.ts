/** The pages of the dialect sandbox. Pure: data in, HTML out. */

import { css } from "../style.ts";
import type { Question } from "./authorize.ts";
import type { Script } from "./script.ts";

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
${body}
</main>
<p class="note">This is not the provider. Its answers are played from its documentation; accounts and tokens are made up.</p>
</body>
</html>
`;
}

/** Asks the account holder. The form goes to where the page came from. */
export function dialectConsentPage({ script, scopes, redirectUri }: Question): string {
  const title = `Allow access to ${script.type}? - sandbox`;
  const asked = scopes.map((scope) => `<p class="quiet"><code>${escapeHtml(scope)}</code></p>`);
  return page(
    title,
    `<h1>Allow access to ${escapeHtml(script.type)}?</h1>
<p class="lead">The client <strong>${escapeHtml(script.clientId)}</strong> asks for it.</p>
${asked.join("\n")}
<form method="post">
<p class="quiet">You then return to ${escapeHtml(new URL(redirectUri).origin)}.</p>
<div class="actions">
<button name="decision" value="deny">Deny</button>
<button class="primary" name="decision" value="allow">Allow</button>
</div>
</form>`,
  );
}

/** Says what is wrong with an authorization request. */
export function dialectErrorPage(problem: string): string {
  return page(
    "Not as documented - sandbox",
    `<h1>This request is not as documented</h1><p class="quiet">${escapeHtml(problem)}</p>`,
  );
}

/** Lists the types, with the client and the connection settings that each one knows. */
export function dialectHomePage(scripts: readonly Script[]): string {
  const line = (name: string, value: string) =>
    `<p class="quiet">${escapeHtml(name)} <code>${escapeHtml(value)}</code></p>`;
  const rows = scripts.map(({ type, clientId, clientSecret, fixture }) => {
    const settings = Object.entries(fixture.settings).map(([name, value]) => line(name, value));
    const client = line("client ID", clientId) + line("client secret", clientSecret);
    return `<div class="chip"><b>${escapeHtml(type)}</b>${client}${settings.join("")}</div>`;
  });
  return page(
    "Dialect sandbox",
    `<h1>Every provider, played from its documentation</h1>
<p class="lead">Register these clients with the server to try a connector.</p>
${rows.join("\n")}`,
  );
}
