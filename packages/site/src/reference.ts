/** The API as pages: one per heading of the OpenAPI document, and one of the objects that they are made of. */

import { type Html, html } from "@grantry/server/http/pages/page";
import { prose } from "@grantry/server/http/pages/prose";
import { article, groupsOf, objectArticle, objectsOf } from "@grantry/server/http/pages/reference";
import { objectAnchor } from "@grantry/server/http/pages/schema-words";
import { documentOf, type OpenApiDocument } from "@grantry/server/http/v1/openapi/document";
import { ownRoutes } from "@grantry/server/http/v1/routes";
import type { Section } from "./markdown.ts";

export interface ReferencePage {
  readonly path: string;
  readonly title: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

/** Stands for the server's address in examples. */
const publicUrl = "https://connect.example.com";

const fileOf = (tag: string): string => tag.toLowerCase().replaceAll(" ", "-");

/** The document as a server of this version has it. */
export function apiDocument(): OpenApiDocument {
  return documentOf({ routes: ownRoutes, publicUrl, sessionCookie: "__Host-grantry_session" });
}

/** Links as the server's one page has them lead to the pages here; headings stand a level higher. */
function asPage(text: string): string {
  return text
    .replaceAll(/<(\/?)h3>/g, "<$1h2>")
    .replaceAll(/<(\/?)h4>/g, "<$1h3>")
    .replaceAll('href="/docs/errors#', 'href="../errors.html#')
    .replaceAll('href="#object-', 'href="objects.html#object-');
}

const section = (level: number, text: string, anchor: string, words: string): Section => ({
  heading: { level, text, anchor },
  text: words,
});

/** All pages of the reference. */
export function referencePages(document: OpenApiDocument): readonly ReferencePage[] {
  const groups = groupsOf(document);
  const objects = objectsOf(document);
  const pages = groups.map(({ name, description = "", listed }) => ({
    path: `reference/${fileOf(name)}.html`,
    title: name,
    html: html`<h1 id="${fileOf(name)}">${name}</h1>
<p class="lead">${prose(description)}</p>
<ul class="operations">${listed.map(
      ({ method, path, operation }) =>
        html`<li><span class="method">${method}</span> <a href="#${operation.operationId}"><code>${path}</code></a> ${operation.summary ?? ""}</li>`,
    )}</ul>
${listed.map((one) => article(document, one))}`,
    sections: [
      section(1, `API: ${name}`, fileOf(name), description),
      ...listed.map(({ method, path, operation }) =>
        section(
          2,
          `${operation.summary ?? operation.operationId}`,
          operation.operationId,
          `${operation.operationId} ${method} ${path}`,
        ),
      ),
    ],
  }));
  const all = [
    overview(document, groups),
    ...pages,
    {
      path: "reference/objects.html",
      title: "Objects",
      html: html`<h1 id="objects">Objects</h1>
<p class="lead">What requests and answers are made of. Of an answer every member is there that is not optional, null where there is nothing.</p>
${objects.map(([name, schema]) => objectArticle(name, schema))}`,
      sections: objects.map(([name]) => section(2, `${name} (object)`, objectAnchor(name), "")),
    },
  ];
  return all.map((page) => ({ ...page, html: asPage(page.html.text) }));
}

function overview(document: OpenApiDocument, groups: ReturnType<typeof groupsOf>) {
  const { description } = document.info;
  const lines: Html[] = groups.map(
    ({ name, description: what = "", listed }) =>
      html`<tr><td><a href="${fileOf(name)}.html">${name}</a></td><td>${prose(what)}</td><td>${String(listed.length)}</td></tr>`,
  );
  return {
    path: "reference/index.html",
    title: "API reference",
    html: html`<h1 id="api-reference">API reference</h1>
${description.split("\n\n").map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
<div class="wide" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th>Part</th><th>What it is for</th><th>Operations</th></tr></thead>
<tbody>${lines}</tbody></table></div>
<p>What they are made of: <a href="objects.html">objects</a>. What a refusal's code means: <a href="../errors.html">errors</a>. A running server has the same as one page at <code>/docs/operations</code>, and for machines as OpenAPI 3.1 at <code>/v1/openapi.json</code>.</p>`,
    sections: [section(1, "API reference", "api-reference", description)],
  };
}
