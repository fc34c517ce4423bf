/** The frame of our pages: nothing put into one can become markup, and nothing leaks out of one. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import fastify from "fastify";
import { describe, expect, test } from "vitest";
import { constantPage, Html, html, type Page, sendPage } from "./page.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."<>&\"'/=!-`;# \n\u0000\u2028", "&lt;", "script", "amp;") }),
);

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** What the browser gets. */
async function sent(page: Page) {
  const server = fastify();
  server.get("/", (_request, reply) => sendPage(reply, page));
  const answer = await server.inject("/");
  await server.close();
  return answer;
}

function dataOf(body: string): string {
  return /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(body)?.[1] ?? "";
}

describe("html", () => {
  test("lets no text become markup, in an element or an attribute", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: rendered } = html`<p title="${text}">${text}</p>`;
        const match = /^<p title="([^"<>']*)">([^"<>']*)<\/p>$/.exec(rendered);
        expect(match).not.toBeNull();
        expect(unescaped(match?.[1] ?? "")).toBe(text);
        expect(unescaped(match?.[2] ?? "")).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test("escapes once, however deep a text stands", () => {
    fc.assert(
      fc.property(anyText, fc.array(anyText), (text, more) => {
        const flat = html`${text}`.text;
        expect(html`<b>${html`<i>${text}</i>`}</b>`.text).toBe(`<b><i>${flat}</i></b>`);
        const items = more.map((one) => html`<li>${one}</li>`);
        const expected = more.map((one) => `<li>${html`${one}`.text}</li>`).join("");
        expect(html`<ul>${items}</ul>`.text).toBe(`<ul>${expected}</ul>`);
      }),
    );
  });

  test("shows nothing for null", () => {
    expect(html`<p>${null}</p>`.text).toBe("<p></p>");
  });
});

describe("a page", () => {
  test("escapes its title", async () => {
    const { body } = await sent({ title: "</title><script>x</script>", body: html`` });
    expect(body).toContain("<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>");
    expect(body).not.toContain("<script>");
  });

  test("gives its script the data as they are, and no data end the element (SEC-16)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), anyText, async (value, text) => {
        const data = { value, text, end: "</script><!--<script>" };
        const { body } = await sent({ title: "t", body: html``, script: { data, source: "0" } });
        const block = dataOf(body);
        expect(block).not.toContain("<");
        expect(JSON.parse(block)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(body.match(/<script/g)).toHaveLength(2);
        expect(body.match(/<\/script>/g)).toHaveLength(2);
      }),
      { numRuns: 100 },
    );
  });

  test("cannot be framed, cached or sniffed out, and runs only what it brings (SEC-20)", async () => {
    const page = { title: "t", body: html`<p>x</p>`, script: { data: null, source: "0" } };
    const answers = [await sent(page), await sent(page)];
    const nonces = answers.map(({ headers, body }) => {
      const policy = String(headers["content-security-policy"]);
      const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect(policy.split("; ")).toEqual([
        "default-src 'none'",
        `style-src 'nonce-${nonce}'`,
        `script-src 'nonce-${nonce}'`,
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(body).toContain(`<style nonce="${nonce}">`);
      expect(body).toContain(`<script nonce="${nonce}">0</script>`);
      expect(headers).toMatchObject({
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "x-frame-options": "DENY",
        "content-type": "text/html; charset=utf-8",
      });
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test("keeps markup of ours as it is", async () => {
    const { body } = await sent({
      title: "t",
      body: new Html("<hr>"),
      head: html`<meta name="x">`,
    });
    expect(body).toContain("<hr>");
    expect(body).toMatch(/<meta name="x">\n<\/head>/);
  });
});

test("a page that may be cached leads below the base path, and allows its own style alone", () => {
  const page = (basePath: string) =>
    constantPage(
      {
        title: "Title",
        body: html`<a href="/docs">${'href="/docs"'}</a><a href="#a">a</a>`,
        style: "b {}",
      },
      basePath,
    );
  const { text, headers } = page("/connect");
  expect([...text.matchAll(/ href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
    "/connect/docs",
    "#a",
  ]);
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}';`);
  expect(page("").text).toContain('href="/docs"');
});
