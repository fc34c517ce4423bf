/** The page that explains every error code, from the one table. `type` of a problem document leads to it. */
import { errorWords } from "@grantry/contract/error-words";
import { type ErrorCode, errorTable } from "@grantry/contract/errors";
import { type Retry, retryOf } from "@grantry/contract/retry";
import { type Html, html } from "./page.ts";
import { prose } from "./prose.ts";

const retryWords: Readonly<Record<Retry, string>> = {
  no: "No: it would be refused again, as far as the server knows.",
  after_change: "Once the call, or what it is about, was changed.",
  after_consent: "Once somebody has consented.",
  later: "Yes, after a while; after `Retry-After` where the answer has it.",
};

const statuses: Readonly<Record<number, string>> = {
  400: "the call is wrong",
  401: "who calls is not known",
  403: "not allowed",
  404: "not there",
  405: "not by this method",
  409: "does not fit the state of things",
  412: "was changed meanwhile",
  413: "too large",
  415: "not in this form",
  422: "cannot be carried out",
  429: "too often",
  500: "a fault of the server",
  501: "not served",
  502: "a wrong answer from elsewhere",
  503: "not available now",
  504: "took too long",
};

/** The body of the page. */
export function errorReferenceBody(): Html {
  const codes = Object.keys(errorTable) as ErrorCode[];
  const byStatus = [...new Set(codes.map((code) => errorTable[code].status))]
    .sort((one, other) => one - other)
    .map((status) => ({
      status,
      codes: codes.filter((code) => errorTable[code].status === status),
    }));
  return html`<div class="frame">
<nav aria-label="Contents">
<a href="/docs/operations">The API</a>
<a href="/v1/openapi.json">openapi.json</a>
${byStatus.map(
  ({ status, codes: some }) => html`<h2>${String(status)}</h2>
<ul>${some.map((code) => html`<li><a href="#${code}">${code}</a></li>`)}</ul>
`,
)}</nav>
<main>
<h1>Error codes</h1>
<p>A refusal is a problem document (RFC 9457). Its <code>code</code> is one of these and stays what it is: branch on it. <code>detail</code> says what is wrong this time; it is for people and may change. <code>retry</code> says whether another try makes sense. Name the <code>request_id</code> to whoever runs the server: it stands in the log.</p>
<p>Which operation answers which codes: <a href="/docs/operations">the API</a>.</p>
${byStatus.map(
  ({
    status,
    codes: some,
  }) => html`<h2>${String(status)}${statuses[status] === undefined ? "" : `: ${statuses[status]}`}</h2>
${some.map(article)}`,
)}</main>
</div>`;
}

function article(code: ErrorCode): Html {
  const { when, remedy } = errorWords[code];
  const retry = retryOf(code);
  return html`<article id="${code}">
<h3><a href="#${code}"><code>${code}</code></a></h3>
<p>${errorTable[code].title}</p>
<dl>
<div><dt>When</dt><dd>${prose(when)}</dd></div>
<div><dt>What to do</dt><dd>${prose(remedy)}</dd></div>
<div><dt>Another try (<code>${retry}</code>)</dt><dd>${prose(retryWords[retry])}</dd></div>
</dl>
</article>
`;
}
