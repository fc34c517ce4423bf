/** What every page of ours has in common: frame, style, and headers that keep it from leaking. */
import { createHash, randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import { belowBasePath } from "../base-path.ts";
import { deliberateScript, deliberateStyle } from "./deliberate.ts";
import { buttonColor, connectStyle, pageStyle, sheetStyle } from "./style.ts";

/** HTML that is safe to send: made by `html`, never by joining strings. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

type Part = string | Html | readonly Html[] | null;

/** Template tag: everything put in is escaped, unless it is Html itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const rendered = parts.map((part) => {
    if (part === null) return "";
    if (typeof part === "string") return escapeHtml(part);
    return part instanceof Html ? part.text : part.map((one) => one.text).join("");
  });
  return new Html(texts.map((text, index) => text + (rendered[index] ?? "")).join(""));
}

export interface Page {
  readonly title: string;
  /** English where it is left out. */
  readonly language?: { readonly tag: string; readonly dir: "ltr" | "rtl" };
  readonly body: Html;
  /** Extra elements for the head. */
  readonly head?: Html;
  /** Below the sheet. */
  readonly foot?: Html;
  /** Data for the script, and the script itself: constant text of ours. */
  readonly script?: { readonly data: unknown; readonly source: string };
  /** A script in a file of ours: its address. It may call this server. */
  readonly scriptFile?: string;
  /** Of the button that goes on, as `#rrggbb`; ours where it is left out. */
  readonly color?: string;
  /** Whether a picture of this server stands on it. */
  readonly showsPicture?: true;
  /** Whether it is of a consent, and looks so. */
  readonly connect?: true;
  /** Whether a press of one of its buttons approves something: see deliberate.ts. */
  readonly deliberate?: true;
}

/** Sends a page that no other site can frame, cache, or learn an address from. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    ...(page.showsPicture === true ? ["img-src 'self'"] : []),
    ...(page.scriptFile === undefined ? [] : ["connect-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return hidden(reply)
    .header("content-security-policy", policy)
    .header("x-frame-options", "DENY")
    .type("text/html; charset=utf-8")
    .send(belowBasePath(render(page, nonce), reply.server.basePath));
}

/** Headers for whatever the browser meets during a consent, redirects included. */
export function hidden(reply: FastifyReply): FastifyReply {
  return reply.header("referrer-policy", "no-referrer").header("cache-control", "no-store");
}

function render(page: Page, nonce: string): string {
  const { title, language, head, body, foot, script, scriptFile } = page;
  const { deliberate, connect, color } = page;
  const style =
    pageStyle +
    sheetStyle +
    (connect ? connectStyle : "") +
    (deliberate ? deliberateStyle : "") +
    (color === undefined ? "" : buttonColor(color));
  return whole({
    title,
    ...(language === undefined ? {} : { language }),
    head: html`<style nonce="${nonce}">${new Html(style)}</style>
${head ?? null}`,
    body: html`<main${deliberate ? html` class="deliberate"` : null}>
${connect ? null : brand}
${body}
</main>
${foot === undefined ? null : html`<footer>${foot}</footer>`}
${script === undefined ? null : renderScript(script, nonce)}
${scriptFile === undefined ? null : html`<script nonce="${nonce}" type="module" src="${scriptFile}"></script>`}
${deliberate ? html`<script nonce="${nonce}">${new Html(deliberateScript)}</script>` : null}`,
  });
}

/** Our logo, a gantry that lets down a token, and our name; the pages of a consent show app and provider instead. */
const brand = html`<div class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#0a6074"/><path d="M6 18.5V11a6 6 0 0 1 12 0v7.5M12 5v5.2" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/><circle cx="12" cy="13" r="2.5" fill="#ffb36b"/></svg>Grantry</div>`;

/** What every page begins and ends with. */
function whole({
  title,
  language: { tag, dir } = { tag: "en", dir: "ltr" },
  head,
  body,
}: Pick<Page, "title" | "language" | "body"> & { readonly head: Html }): string {
  return html`<!doctype html>
<html lang="${tag}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`.text;
}

interface ConstantPage {
  readonly title: string;
  readonly body: Html;
  /** Beside the style of all pages. */
  readonly style: string;
}

/**
 * A page to read that is the same for everybody, so that it may be cached: it holds no script and no form,
 * and its style is allowed by its hash.
 */
export function constantPage(
  { title, body, style }: ConstantPage,
  basePath: string,
): { readonly text: string; readonly headers: Readonly<Record<string, string>> } {
  const css = pageStyle + style;
  const hash = createHash("sha256").update(css).digest("base64");
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  const text = whole({ title, head: html`<style>${new Html(css)}</style>`, body });
  return {
    text: belowBasePath(text, basePath),
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
    },
  };
}

function renderScript({ data, source }: NonNullable<Page["script"]>, nonce: string): Html {
  // Inside a script element only "<" could end the data.
  const json = JSON.stringify(data).replace(/</g, "\\u003c");
  return html`<script type="application/json" id="data">${new Html(json)}</script>
<script nonce="${nonce}">${new Html(source)}</script>`;
}
