/** Reading requests and writing answers of the sandbox provider's own pages and API. */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { css } from "./style.ts";

const bodyBytesMax = 65_536;

/** Reads a body of at most 64 kB, or so many bytes. Rejects when it is longer or the connection breaks. */
export async function readBody(
  request: IncomingMessage,
  bytesMax: number = bodyBytesMax,
): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bytesMax) throw new Error("The request body is too large.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

/**
 * Headers of every page. There is no `form-action`: browsers apply it to the redirects after a form
 * too, and those lead to the client's callback and from there wherever the client goes.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'`,
    "img-src data:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Answers with a page. */
export function sendPage(response: ServerResponse, status: number, html: string): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
  response.end(html);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.setHeader("cache-control", "no-store");
  response.end(JSON.stringify(body));
}
