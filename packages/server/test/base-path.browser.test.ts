/**
 * A server that is reached below a path, in real Chromium behind a real proxy: one that takes the path off,
 * and one that leaves it on. Nothing that a person does leads out of it.
 */
import { createServer, request, type Server } from "node:http";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { launchChromium } from "@grantry/testing/chromium";
import { reservePort } from "@grantry/testing/free-port";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { password } from "@grantry/testing/operators";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSetupLink } from "../src/service/accounts/set-up.ts";

const path = "/tools/connect";

let browser: Browser;
let context: BrowserContext;
let world: World;
let proxy: Server;
/** Where the browser asked outside of the path. */
let strays: string[];

/** Passes on what is below the path, to the server that listens at `port()`. */
function startProxy(port: () => number, strip: boolean): Server {
  return createServer((incoming, outgoing) => {
    const { url = "/", method, headers } = incoming;
    if (url !== path && !url.startsWith(`${path}/`)) {
      strays.push(`${method} ${url}`);
      outgoing.writeHead(404).end("not the server's");
      return;
    }
    const passed = strip ? url.slice(path.length) || "/" : url;
    const upstream = request(
      { host: "127.0.0.1", port: port(), path: passed, method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    upstream.on("error", () => outgoing.destroy());
    incoming.pipe(upstream);
  });
}

describe.each([
  ["takes the path off", true],
  ["leaves the path on", false],
])("behind a proxy that %s", (_, strip) => {
  beforeEach(async () => {
    strays = [];
    const port = await reservePort();
    const publicUrl = `http://127.0.0.1:${port}${path}`;
    world = await startWorld({ publicUrl });
    const listening = world.app.http.server.address();
    const upstream = typeof listening === "object" ? (listening?.port ?? 0) : 0;
    proxy = startProxy(() => upstream, strip);
    await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
    browser = await launchChromium();
    context = await browser.newContext();
    context.setDefaultTimeout(20_000);
  });
  afterEach(async () => {
    await browser.close();
    proxy.closeAllConnections();
    proxy.close();
    await world.close();
  });

  const at = (page: Page) => new URL(page.url()).pathname;
  const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();

  test("an operator sets up, looks around, signs out and in again without leaving it", async () => {
    const page = await context.newPage();
    await page.goto((await createSetupLink(world.app.context))?.reveal() ?? "");
    await page.getByLabel(/e-?mail/i).fill("ada@example.com");
    await page.getByLabel(/name/i).fill("Ada");
    await page.getByLabel(/password/i).fill(password);
    await page.locator("form button").first().click();
    await page.waitForURL(`**${path}/dashboard/workspaces/*`);
    await page.goto(`${world.url}/account`);
    for (const link of ["Change your password", "Authenticator app", "Personal keys"]) {
      await page.getByRole("link", { name: link }).click();
      expect(at(page).startsWith(`${path}/account/`)).toBe(true);
      await page.getByRole("link", { name: "Back to your account" }).click();
      expect(at(page)).toBe(`${path}/account`);
    }
    await press(page, "Sign out");
    await page.waitForURL(`**${path}/sign-in*`);
    // Straight to a page that wants a session: signed in first, and led back to it.
    await page.goto(`${world.url}/account/keys`);
    expect(at(page)).toBe(`${path}/sign-in`);
    await page.getByLabel(/e-?mail/i).fill("ada@example.com");
    await page.getByLabel(/password/i).fill(password);
    await press(page, /^sign in$/i);
    await page.waitForURL(`**${path}/account/keys`);
    await page.goto(`${world.url}/`);
    await page.getByRole("link", { name: /signs? in/ }).click();
    expect(at(page).startsWith(path)).toBe(true);
    expect(strays.filter((one) => !one.includes("favicon"))).toEqual([]);
  });

  test("a user connects", async () => {
    const user = await apiOf(world).signIn("user-1");
    const { body } = await user.initiate(ids.userConnector);
    expect(body.redirect_url.startsWith(`${world.url}/`)).toBe(true);
    expect((await consent(createJar(), body.redirect_url)).status).toBe(200);
    expect((await user.token(ids.userConnector)).status).toBe(200);
    expect(strays).toEqual([]);
  });
});
