/** How the dashboard is served: to whom, under which policy, and from which files alone. */
import { buildDashboard } from "@grantry/dashboard/build";
import { createJar } from "@grantry/testing/browser";
import { reservePort } from "@grantry/testing/free-port";
import { startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, operatorBrowser, signedIn } from "@grantry/testing/operators";
import { rawRequest } from "@grantry/testing/raw-request";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;

beforeAll(async () => {
  await buildDashboard();
  world = await startWorld({ declare: declareMembers });
});
afterAll(() => world.close());

const assetsOf = (html: string) =>
  [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");

describe("the page", () => {
  test("is for who is signed in; others sign in first and come back to the address", async () => {
    const path = "/dashboard/workspaces/ws_test/connectors/new?category=sandbox";
    const page = await operatorBrowser(world).get(path);
    expect(page.status).toBe(303);
    expect(page.headers.get("location")).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
    // An address that could lead elsewhere leads to the account.
    const odd = await operatorBrowser(world).get("/dashboard/%5C%5Cevil.example");
    expect(odd.headers.get("location")).toMatch(/^\/sign-in\?return_to=%2F(?:account|dashboard)/);
  });

  test("is the same at every address below, under a policy without anybody else or inline code", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const first = await browser.get("/dashboard");
    for (const path of ["/dashboard/", "/dashboard/workspaces/ws_x/nothing", "/dashboard/a.b/c"]) {
      const page = await browser.get(path);
      expect([page.status, page.text]).toEqual([200, first.text]);
    }
    const policy = first.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    expect(first.headers.get("cache-control")).toBe("no-store");
    expect(first.headers.get("referrer-policy")).toBe("no-referrer");
    expect(first.headers.get("cross-origin-opener-policy")).toBe("same-origin-allow-popups");
    expect(first.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
  });

  test("names the files that its address needs, and asks for who is signed in", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const of = async (path: string) => assetsOf((await browser.get(`/dashboard${path}`)).text);
    const always = await of("");
    const more = async (path: string) =>
      (await of(path)).filter((asset) => !always.includes(asset)).sort();
    const apps = await more("/workspaces/ws_x/apps");
    expect(apps).toContain("/v1/me");
    expect(apps.length).toBeGreaterThan(1);
    expect(await more("/workspaces/ws_x/apps/?dialog=create")).toEqual(apps);
    // An address that is written out goes before one that any id may stand in.
    expect(await more("/workspaces/ws_x/connectors/new")).not.toEqual(
      await more("/workspaces/ws_x/connectors/some_id"),
    );
    // The pages of an app stand in the app's.
    const outer = await more("/workspaces/ws_x/apps/app_x");
    const users = await more("/workspaces/ws_x/apps/app_x/users");
    expect(users).toEqual(expect.arrayContaining(outer));
    expect(users.length).toBeGreaterThan(outer.length);
    for (const asset of [...apps, ...users].filter((one) => one !== "/v1/me")) {
      expect((await createJar().get(world.url + asset)).status).toBe(200);
    }
  });

  test("and its files stand below the path of the public URL", async () => {
    const port = await reservePort();
    const publicUrl = `http://127.0.0.1:${port}/tools/connect`;
    const below = await startWorld({ publicUrl, declare: declareMembers });
    try {
      const { http } = below.app;
      const address = http.server.address();
      const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
      const browser = await signedIn({ url: origin }, "viewer@example.com");
      const page = await browser.get("/dashboard/workspaces/ws_test/apps");
      expect(page.text).toContain('data-base-path="/tools/connect"');
      expect(page.text).toContain('as="fetch" crossorigin href="/tools/connect/v1/me"');
      const assets = assetsOf(page.text).filter((path) => !path.endsWith("/v1/me"));
      expect(assets.length).toBeGreaterThan(2);
      for (const asset of assets) {
        expect(asset).toMatch(/^\/tools\/connect\/dashboard\/assets\//);
        expect((await createJar().get(origin + asset)).status).toBe(200);
      }
    } finally {
      await below.close();
    }
  });
});

describe("its files", () => {
  test("are for everybody, kept for a year, and as small as the browser takes them", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const { text } = await browser.get("/dashboard");
    for (const asset of assetsOf(text)) {
      const sizes: number[] = [];
      for (const accepts of ["br, gzip", "gzip", "br;q=0, gzip", "identity"]) {
        const answer = await rawRequest(world.url, asset, {
          headers: { "accept-encoding": accepts },
        });
        expect([asset, answer.status]).toEqual([asset, 200]);
        expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
        expect(answer.headers["x-content-type-options"]).toBe("nosniff");
        expect(answer.headers["vary"]).toContain("Accept-Encoding");
        sizes.push(Number(answer.headers["content-length"]));
      }
      expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
    }
  });

  test("are those of the build and no others", async () => {
    for (const name of [
      "nothing.js",
      "..%2Findex.html",
      "..%2F..%2Fpackage.json",
      "%2e%2e%2fbuilt-from.txt",
      "index.js.map",
    ]) {
      const page = await createJar().get(`${world.url}/dashboard/assets/${name}`);
      expect([name, page.status]).toEqual([name, 404]);
    }
  });

  test("of a first load are below 200 kB, compressed", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const { text } = await browser.get("/dashboard");
    let bytes = 0;
    for (const asset of assetsOf(text)) {
      const headers = { "accept-encoding": "gzip" };
      const answer = await rawRequest(world.url, asset, { headers });
      bytes += Number(answer.headers["content-length"]);
    }
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
  });
});
