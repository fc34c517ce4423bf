/**
 * The page about our own API: every operation, from the OpenAPI document and nothing else. It is made here and
 * without script, since renderers of such documents bring megabytes of script that our policy does not run.
 */
import type { OpenApiDocument } from "../v1/openapi/document.ts";
import type { Content, Operation, Parameter } from "../v1/openapi/operation.ts";
import type { JsonSchema } from "../v1/openapi/tidy.ts";
import { curlOf } from "./curl.ts";
import { type Html, html } from "./page.ts";
import { prose } from "./prose.ts";
import { definition, memberList, objectAnchor, objectLink } from "./schema-words.ts";

export interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

type Tag = OpenApiDocument["tags"][number];

/** The operations below their headings. */
export function groupsOf(
  document: OpenApiDocument,
): readonly (Tag & { readonly listed: readonly Listed[] })[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Listed => ({ method: method.toUpperCase(), path, operation }),
    ),
  );
  return document.tags.map((tag) => ({
    ...tag,
    listed: operations.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
}

/** The body of the page. */
export function referenceBody(document: OpenApiDocument): Html {
  const groups = groupsOf(document);
  const objects = objectsOf(document);
  return html`<div class="frame">
<nav aria-label="Contents">
<a href="/docs">Documentation</a>
<a href="/docs/errors">Error codes</a>
<a href="/v1/openapi.json">openapi.json</a>
${groups.map(
  ({ name, listed }) => html`<h2>${name}</h2>
<ul>${listed.map(({ operation: { operationId } }) => html`<li><a href="#${operationId}">${operationId}</a></li>`)}</ul>
`,
)}<h2>Objects</h2>
<ul>${objects.map(([name]) => html`<li><a href="#${objectAnchor(name)}">${name}</a></li>`)}</ul>
</nav>
<main>
<h1>The Grantry API</h1>
${document.info.description.split("\n\n").map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
<p>For machines: <a href="/v1/openapi.json">the OpenAPI document</a>. What each code means: <a href="/docs/errors">error codes</a>.</p>
${groups.map(
  ({ name, description = "", listed }) => html`<h2 id="tag-${name}">${name}</h2>
<p class="soft">${prose(description)}</p>
${listed.map((one) => article(document, one))}`,
)}<h2 id="objects">Objects</h2>
<p class="soft">What requests and answers are made of. Of an answer every member is there that is not optional, null where there is nothing.</p>
${objects.map(([name, schema]) => objectArticle(name, schema))}</main>
</div>`;
}

/** One operation: who calls it, what goes in and out, its refusals, and a command. */
export function article(document: OpenApiDocument, listed: Listed): Html {
  const { method, path, operation } = listed;
  const { operationId, summary, requestBody, responses } = operation;
  const [status = "", success] = Object.entries(responses)[0] ?? [];
  const [server] = document.servers;
  return html`<article id="${operationId}">
<h3><a href="#${operationId}">${summary}</a></h3>
<p><span class="method">${method}</span> <code>${path}</code></p>
<p class="soft"><code>${operationId}</code>: ${callersOf(operation)}</p>
${parameterPart(document, operation)}${requestBody === undefined ? null : requestPart(document, requestBody.content)}${success === undefined ? null : answerPart(status, success.content)}
<h4>Refusals</h4>
<ul class="codes">${operation["x-codes"].map((code) => html`<li><a href="/docs/errors#${code}"><code>${code}</code></a></li>`)}</ul>
<h4>Example</h4>
<pre tabindex="0"><code>${curlOf({ publicUrl: server?.url ?? "", ...listed })}</code></pre>
</article>
`;
}

const callers: Readonly<Record<string, string>> = {
  userToken: "the app's signed-in user, by their JWT",
  serviceToken: "the app's backend, by its service token",
  operatorToken: "an operator, by a key or a command line's token",
  session: "a person's session, from this server's own pages",
};

const nobody = "anybody, without a credential";

function callersOf({ security, ...operation }: Operation): Html {
  const who = security
    .map((schemes) =>
      Object.keys(schemes).length === 0
        ? nobody
        : Object.keys(schemes)
            .map((scheme) => callers[scheme] ?? scheme)
            .join(" and "),
    )
    .join("; or ");
  const isOpen = security.some((schemes) => Object.keys(schemes).length === 0);
  const permission = operation["x-permission"];
  return html`called by ${who === "" ? nobody : who}.${
    permission === undefined
      ? null
      : html` ${isOpen ? "A service token needs" : "Needs"} the permission <code>${permission}</code>.`
  }`;
}

function parameterPart(
  { components }: OpenApiDocument,
  { parameters = [] }: Operation,
): Html | null {
  if (parameters.length === 0) return null;
  const rows = parameters.map((given) => {
    const name = "$ref" in given ? given.$ref.slice(given.$ref.lastIndexOf("/") + 1) : "";
    const one = ("$ref" in given ? components.parameters[name] : given) as Parameter;
    const description = `${one.description ?? ""} In the ${one.in}.`.trim();
    return definition({
      name: one.name,
      schema: { ...one.schema, description },
      mark: one.required ? "required" : null,
    });
  });
  return html`<h4>Parameters</h4>
<dl>${rows}</dl>
`;
}

type Contents = Readonly<Record<string, Content>>;

function requestPart({ components }: OpenApiDocument, contents: Contents): Html {
  const [content] = Object.values(contents);
  const { $ref = "" } = content?.schema ?? {};
  const schema = components.schemas[$ref.slice($ref.lastIndexOf("/") + 1)] ?? content?.schema ?? {};
  const { description } = schema;
  return html`<h4>Request</h4>
${description === undefined ? null : html`<p>${prose(description)}</p>`}${memberList(schema)}${exampleOf(content)}`;
}

function answerPart(status: string, contents: Contents): Html {
  const [[type, content] = [], ...none] = Object.entries(contents);
  if (content === undefined || none.length > 0) return html``;
  const { $ref } = content.schema;
  const what = $ref === undefined ? memberList(content.schema) : html`<p>${objectLink($ref)}</p>`;
  const media = type === "application/json" ? "" : `, ${type}`;
  return html`<h4>Answer ${status}${media}</h4>
${what}${exampleOf(content)}`;
}

function exampleOf(content: Content | undefined): Html | null {
  if (content?.example === undefined) return null;
  return html`<pre tabindex="0"><code>${JSON.stringify(content.example, null, 2)}</code></pre>
`;
}

/** Named objects, without those that are the request of an operation, where they stand already. */
export function objectsOf({
  components,
  paths,
}: OpenApiDocument): readonly (readonly [string, JsonSchema])[] {
  const requests = new Set(
    Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ requestBody }) =>
        Object.values(requestBody?.content ?? {}).map(({ schema }) => schema.$ref ?? ""),
      ),
  );
  return Object.entries(components.schemas).filter(
    ([name]) => !requests.has(`#/components/schemas/${name}`),
  );
}

/** One named object: its members. */
export function objectArticle(name: string, schema: JsonSchema): Html {
  const anchor = objectAnchor(name);
  return html`<article id="${anchor}">
<h3><a href="#${anchor}">${name}</a></h3>
${schema.description === undefined ? null : html`<p>${prose(schema.description)}</p>`}
${memberList(schema)}
</article>
`;
}
