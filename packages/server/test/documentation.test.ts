/** How the documentation is served at /docs: which files, under which policy, kept for how long; and where it was not built. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { reservePort } from "@grantry/testing/free-port";
import { startWorld, type World } from "@grantry/testing/harness";
import { rawRequest } from "@grantry/testing/raw-request";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { siteOnDisk } from "../src/http/documentation/site-files.ts";

let folder: string;
let world: World;

const style = "assets/site-0123456789.css";
const texts: Readonly<Record<string, string>> = {
  "index.html": "<h1>Front</h1>",
  "quickstart.html": "<h1>Quickstart</h1>",
  "errors.html": "<h1>Errors of the site</h1>",
  "security/index.html": "<h1>Security</h1>",
  "404.html": '<h1>Nothing here</h1><a href="/docs/index.html">x</a><p>"/docs/x"</p>',
  [style]: "h1 { color: red; }",
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

beforeAll(async () => {
  const outer = await mkdtemp(join(tmpdir(), "docs-"));
  folder = `${outer}/site/`;
  await mkdir(`${folder}security`, { recursive: true });
  await mkdir(`${folder}assets`);
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(`${folder}${name}.br`, brotliCompressSync(text));
  }
  await writeFile(`${folder}assets/shot-0123456789.png`, Buffer.from([137, 80, 78, 71]));
  await writeFile(`${outer}/secret.html`, "a secret");
  await writeFile(`${folder}.hidden.html`, "hidden");
  world = await startWorld({ docsSite: siteOnDisk(folder) });
});
afterAll(async () => {
  await world.close();
  await rm(join(folder, ".."), { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(world.url, path, { headers });

describe("where it was built", () => {
  test("/docs leads to its front page; pages answer with and without their ending", async () => {
    const first = await get("/docs");
    expect([first.status, first.headers["location"]]).toEqual([303, "/docs/"]);
    for (const [path, name] of [
      ["/docs/", "index.html"],
      ["/docs/index.html", "index.html"],
      ["/docs/quickstart", "quickstart.html"],
      ["/docs/quickstart.html?x=1", "quickstart.html"],
      ["/docs/security/", "security/index.html"],
      ["/docs/errors.html", "errors.html"],
    ] as const) {
      const answer = await get(path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, texts[name]]);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(answer.headers["content-security-policy"]).toBe(policy);
      expect(answer.headers["x-frame-options"]).toBe("DENY");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    }
    const inFolder = await get("/docs/security");
    expect([inFolder.status, inFolder.headers["location"]]).toEqual([303, "/docs/security/"]);
  });

  test("the server's own pages of its API and its codes stay where they are", async () => {
    expect((await get("/docs/operations")).text).toContain("<h1>The Grantry API</h1>");
    expect((await get("/docs/errors")).text).toContain('<article id="not_connected">');
  });

  test("pages are asked for anew after minutes, files with their hash in the name are kept for a year", async () => {
    const page = await get("/docs/quickstart");
    expect(page.headers["cache-control"]).toBe("public, max-age=300");
    const etag = String(page.headers["etag"]);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await get("/docs/quickstart", { "if-none-match": known });
      expect([known, again.status, again.text]).toEqual([known, 304, ""]);
      expect(again.headers["etag"]).toBe(etag);
    }
    const other = await get("/docs/quickstart", { "if-none-match": '"other"' });
    expect([other.status, other.text]).toEqual([200, page.text]);
    for (const path of [style, "assets/shot-0123456789.png"]) {
      const { headers, status } = await get(`/docs/${path}`);
      expect([path, status, headers["cache-control"]]).toEqual([
        path,
        200,
        "public, max-age=31536000, immutable",
      ]);
    }
  });

  test("texts come compressed to whoever takes that, and plain to all others", async () => {
    for (const [accepts, encoding] of [
      ["gzip, br", "br"],
      ["br;q=0.5", "br"],
      ["br;q=0", undefined],
      ["gzip", undefined],
    ] as const) {
      const { headers } = await get(`/docs/${style}`, { "accept-encoding": accepts });
      expect([accepts, headers["content-encoding"]]).toEqual([accepts, encoding]);
      expect(headers["vary"]).toContain("Accept-Encoding");
    }
    expect((await get(`/docs/${style}`)).text).toBe(texts[style]);
  });

  test("an address without a page is a page in a browser, and JSON for programs", async () => {
    const page = await get("/docs/no/such/page", { accept: "text/html" });
    expect([page.status, page.text]).toEqual([404, texts["404.html"]]);
    expect(page.headers["content-security-policy"]).toBe(policy);
    const answer = await get("/docs/no/such/page", { accept: "*/*" });
    expect([answer.status, answer.json.reason]).toEqual([404, "route_not_found"]);
  });

  test("no address leads out of its folder, or to what is hidden", async () => {
    await symlink("/", `${folder}..x`).catch(() => undefined);
    for (const path of [
      "../secret.html",
      "..%2fsecret.html",
      "%2e%2e/secret",
      "security/..%2f..%2fsecret.html",
      "..%5csecret.html",
      "....//secret.html",
      ".hidden.html",
      "%00secret.html",
      "/etc/passwd",
      "%2fetc%2fpasswd",
      "..x/etc/passwd",
      "a/b/c/d/e/f",
      `${"a".repeat(400)}.html`,
    ]) {
      const { status, text } = await get(`/docs/${path}`, { accept: "*/*" });
      expect([path, status]).toEqual([path, 404]);
      expect(text).not.toContain("secret");
    }
  });
});

test("below the path of the public URL the page for no page leads to pages there", async () => {
  const port = await reservePort();
  const publicUrl = `http://127.0.0.1:${String(port)}/tools/connect`;
  const below = await startWorld({ publicUrl, docsSite: siteOnDisk(folder) });
  try {
    const address = below.app.http.server.address();
    const origin = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
    const found = await rawRequest(origin, "/tools/connect/docs");
    expect(found.headers["location"]).toBe("/tools/connect/docs/");
    const headers = { accept: "text/html" };
    const nothing = await rawRequest(origin, "/tools/connect/docs/nothing", { headers });
    expect(nothing.text).toContain('<a href="/tools/connect/docs/index.html">x</a>');
    expect(nothing.text).toContain('"/docs/x"');
  } finally {
    await below.close();
  }
});

test("where it was not built /docs is the API of this server, and nothing else is there", async () => {
  const bare = await startWorld();
  try {
    const page = await rawRequest(bare.url, "/docs");
    expect([page.status, page.text.includes("<h1>The Grantry API</h1>")]).toEqual([200, true]);
    const headers = { accept: "text/html" };
    const nothing = await rawRequest(bare.url, "/docs/quickstart", { headers });
    expect([nothing.status, nothing.text]).toEqual([
      404,
      expect.stringContaining("<h1>There is nothing at this address</h1>"),
    ]);
    const told = await rawRequest(bare.url, "/docs/quickstart", { headers: { accept: "*/*" } });
    expect([told.status, told.text]).toEqual([404, expect.stringContaining("npm run docs:build")]);
  } finally {
    await bare.close();
  }
});
