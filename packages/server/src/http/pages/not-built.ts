/** What stands in the dashboard's place where it was not built. */
import { html, type Page } from "./page.ts";

export const notBuiltPage: Page = {
  title: "The dashboard is not built",
  body: html`<h1>The dashboard is not built</h1>
<p>It is built by <code>npm install</code>, which must have failed to. On the server's machine run <code>npm run dashboard:build</code>, which says why, and load this page again.</p>
<p>All else works: apps, tokens, the API and the command line need no dashboard.</p>
<p><a href="/account">Your account</a></p>`,
};
