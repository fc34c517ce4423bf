/** The files of the pages, and the SDK's modules for the browser. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";

const pages: Readonly<Record<string, string>> = {
  "/": "my-calendar.html",
  "/team": "team.html",
  "/connections": "connections.html",
};
const pageFolder = new URL("page/", import.meta.url);
/** An app with a bundler imports the published package instead; here the sources do. */
const sdkFolder = new URL("../../packages/sdk/src/", import.meta.url);

/** The answer for a path; undefined where there is nothing. `serverUrl`: whom pages may call. */
export async function findAsset(path: string, serverUrl: string): Promise<Response | undefined> {
  const page = isPage(path) ? pages[path] : undefined;
  if (page !== undefined) return htmlAnswer(await read(pageFolder, page), serverUrl);
  const script = /^\/([a-z-]+\.js)$/.exec(path)?.[1];
  if (script !== undefined) return answer(await find(pageFolder, script), "text/javascript");
  const style = /^\/([a-z-]+\.css)$/.exec(path)?.[1];
  if (style !== undefined) return answer(await find(pageFolder, style), "text/css");
  const module = /^\/sdk\/((?:[a-z-]+\/)*[a-z-]+\.ts)$/.exec(path)?.[1];
  if (module === undefined) return undefined;
  const source = await find(sdkFolder, module);
  return answer(source && stripTypeScriptTypes(source), "text/javascript");
}

/** Whether a page stands at this path. */
export function isPage(path: string): boolean {
  return Object.hasOwn(pages, path);
}

function read(folder: URL, name: string): Promise<string> {
  return readFile(new URL(name, folder), "utf8");
}

async function find(folder: URL, name: string): Promise<string | undefined> {
  try {
    return await read(folder, name);
  } catch {
    return undefined;
  }
}

function answer(text: string | undefined, type: string): Response | undefined {
  if (text === undefined) return undefined;
  return new Response(text, { headers: { "Content-Type": `${type}; charset=utf-8` } });
}

/** The page may load its own files and call its own backend and the server: nothing else. */
function htmlAnswer(html: string, serverUrl: string): Response {
  const importMap = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  const hash = createHash("sha256").update(importMap).digest("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src data:",
    `connect-src 'self' ${serverUrl}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return new Response(html, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy },
  });
}
