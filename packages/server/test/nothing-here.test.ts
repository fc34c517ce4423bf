/** Addresses without anything, and those that the official command line prints, as browsers and programs see them. */
import { reservePort } from "@grantry/testing/free-port";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, operatorBrowser, signedIn } from "@grantry/testing/operators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;

beforeAll(async () => {
  world = await startWorld({ declare: declareMembers });
});
afterAll(() => world.close());

/** As Chromium, Firefox and Safari navigate. */
const navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const open = (path: string, accept: string, more: RequestInit = {}) =>
  fetch(world.url + path, { redirect: "manual", ...more, headers: { accept, ...more.headers } });

describe("an address without anything", () => {
  const addresses = [
    "/nothing",
    "/api",
    "/api/unknown",
    `/api/apps/${ids.app}/entities/Task`,
    `/api/apps/${ids.app}/nothing/here`,
    "/v1/nothing",
    "/oauth/nothing",
    "/docs/nothing",
    "/connect",
    "/%zz",
  ];
  const statuses: Readonly<Record<string, number>> = {
    "/%zz": 400,
    // A module of the official SDK that is not served.
    [`/api/apps/${ids.app}/entities/Task`]: 501,
  };
  test.each(addresses)(
    "%s is a page in a browser, and JSON for programs as before",
    async (path) => {
      const page = await open(path, navigation);
      expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
      const text = await page.text();
      expect(text).toContain("<h1>There is nothing at this address</h1>");
      expect(text).toContain('href="/dashboard"');
      expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      // What programs send: fetch, axios, ky, curl, none.
      for (const accept of ["*/*", "application/json", "application/json, text/plain, */*", ""]) {
        const answer = await open(path, accept);
        expect(answer.status, accept).toBe(page.status);
        expect(answer.headers.get("content-type")).toMatch(/^application\/(?:problem\+)?json/);
        expect((await answer.json()).code).toEqual(expect.any(String));
      }
      expect(page.status).toBe(statuses[path] ?? 404);
    },
  );

  test("speaks the browser's language", async () => {
    const page = await open("/nothing", navigation, { headers: { "accept-language": "de" } });
    expect(await page.text()).toContain("<h1>Unter dieser Adresse gibt es nichts</h1>");
  });

  test.each([
    ["a form", "POST", navigation],
    ["who refuses HTML", "GET", "application/json, text/html;q=0"],
    ["who names another kind of text", "GET", "text/htmlx, text/*"],
    ["an endless list", "GET", `${"a/b,".repeat(1_000)}text/html`],
  ])("%s gets JSON", async (_who, method, accept) => {
    const answer = await open("/nothing", accept, { method });
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  test("another method than the address has is said as such, to everybody", async () => {
    const answer = await open(`/v1/apps/${ids.app}/tokens`, navigation);
    expect(answer.status).toBe(405);
    expect((await answer.json()).code).toBe("method_not_allowed");
  });

  test("leads below the path of the public URL", async () => {
    const publicUrl = `http://127.0.0.1:${await reservePort()}/tools/connect`;
    const below = await startWorld({ publicUrl });
    try {
      const address = below.app.http.server.address();
      const port = typeof address === "object" ? address?.port : 0;
      const page = await fetch(`http://127.0.0.1:${port}/nothing`, {
        headers: { accept: navigation },
      });
      expect(await page.text()).toContain('href="/tools/connect/dashboard"');
    } finally {
      await below.close();
    }
  });
});

describe("an address that the official command line prints", () => {
  const printed = ["overview", "app-connections"].map(
    (page) => `/apps/${ids.app}/editor/workspace/${page}`,
  );

  test.each(printed)("%s leads to the app's page, after signing in", async (path) => {
    const nobody = await operatorBrowser(world).get(path);
    expect(nobody.headers.get("location")).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
    const page = await (await signedIn(world, "viewer@example.com")).get(path);
    expect(page.status).toBe(303);
    expect(page.headers.get("location")).toBe(
      `/dashboard/workspaces/${ids.workspace}/apps/${ids.app}/integrations`,
    );
  });

  test("of another workspace's app looks like one of an app that there is not", async () => {
    const browser = await signedIn(world, "owner@example.com");
    const pages = [];
    for (const appId of [ids.foreignApp, "app_none", "app%2Fx", "x".repeat(100)]) {
      const { status, text } = await browser.get(`/apps/${appId}/editor/workspace/overview`);
      pages.push([status, text.replaceAll(/nonce="[^"]+"/g, "")]);
    }
    expect(pages[0]?.[0]).toBe(404);
    expect(pages[0]?.[1]).toContain("There is nothing at this address");
    for (const page of pages) expect(page).toEqual(pages[0]);
  });
});
