/** What a person sees who opens the server's address. */
import { html, type Page } from "./page.ts";

export function welcomePage(publicUrl: string): Page {
  return {
    title: "Grantry",
    body: html`<h1>Grantry is running</h1>
<p>This is a connectors server: apps use it to act in other services on behalf of the people who allow it. If you manage apps here, <a href="/dashboard">go to the dashboard</a> or <a href="/sign-in">sign in</a>.</p>
<dl>
<div><dt>Address for SDKs (serverUrl)</dt><dd><code>${publicUrl}</code></dd></div>
<div><dt>API</dt><dd><a href="/docs">/docs</a>, <a href="/docs/operations">/docs/operations</a>, <a href="/docs/errors">/docs/errors</a>, <a href="/v1/openapi.json">/v1/openapi.json</a></dd></div>
<div><dt>Health</dt><dd><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a></dd></div>
</dl>`,
  };
}
