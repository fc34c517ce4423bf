/** The React parts and the custom element in real Chromium, at the real server, under a strict policy. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "@grantry/sdk";
import { connectionsCss, languages } from "@grantry/sdk/connections";
import { apiOf } from "@grantry/testing/api";
import { type AppPage, startAppPage } from "@grantry/testing/app-page";
import { consent, createJar } from "@grantry/testing/browser";
import { launchChromium } from "@grantry/testing/chromium";
import {
  answerAndClose,
  atSignIn,
  closesBy,
  decide,
  lastPress,
  signIn,
} from "@grantry/testing/consent-pages";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { App } from "./app.tsx";

const hostileId = "c1b2c3d4e5f6a1b2c3d4e5f6";
const hostileName = '<img src=x onerror="window.ran=1">';
const longId = "d1b2c3d4e5f6a1b2c3d4e5f6";
const googleId = "e1b2c3d4e5f6a1b2c3d4e5f6";
const longName = "مرحبا بالعالم 日本語の名前がとても長い場合 🎉 and sixty more letters of it";

let browser: Browser;
let contexts: BrowserContext[] = [];
let nextUser = 0;
/** What the pages said that they should not: errors, reports of the policy. */
const said: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  expect(said.splice(0)).toEqual([]);
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const sees = (page: Page, text: string | RegExp) =>
  page.locator(":not([role=status])").getByText(text).first().waitFor();
const hears = (page: Page, text: string) =>
  page.getByRole("status").filter({ hasText: text }).waitFor({ state: "attached" });
const focused = (page: Page) =>
  page.evaluate<string>(`(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return inner?.textContent ?? "";
  })()`);
const isFocused = (page: Page, text: string) => expect.poll(() => focused(page)).toBe(text);

/** Names are isolated from the sentence: for comparing, they are not. */
const plain = (text: string) => text.replaceAll(/[\u2068\u2069]/g, "");

const axe = readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await axe);
  // Put into words on the page: all that axe found right as well is some hundred times as much to bring here.
  return await page.evaluate<string[]>(`axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => id + " " + html + " " + failureSummary)))`);
}

describe.each(["react", "element"] as const)("%s", (kind) => {
  let app: AppPage;
  let world: World;

  beforeAll(async () => {
    const script = kind === "react" ? "react-page.tsx" : "element-page.ts";
    app = await startAppPage({
      script: new URL(script, import.meta.url),
      style: connectionsCss,
      development: true,
      document: (asked, { url: serverUrl }) => ({
        html: documentOf(asked, serverUrl),
        headers: {
          "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${serverUrl}; base-uri 'none'; frame-ancestors 'none'`,
        },
      }),
    });
    world = await startWorld({
      origins: [app.origin],
      declare: ({ workspaces: [workspace] }) => {
        const [first] = workspace?.connectors ?? [];
        if (first === undefined) return;
        workspace?.connectors?.push(
          { ...first, id: hostileId, name: hostileName },
          { ...first, id: longId, name: longName },
          {
            id: googleId,
            name: "Work calendar",
            integration_type: "googlecalendar",
            oauth_client: "ocl_google",
          },
        );
        workspace?.oauth_clients?.push({
          id: "ocl_google",
          name: "Google",
          provider: "google",
          client_id: "of-google",
          client_secret: { env: "clientSecret" },
        });
      },
    });
    app.use(world);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  function documentOf(asked: URLSearchParams, serverUrl: string): string {
    const client = createClient({ appId: ids.app, serverUrl, token: "of-nobody" });
    const props = { client, connectorIds: asked.get("ids")?.split(",") };
    const rendered = asked.has("ssr") ? renderToString(createElement(App, props)) : "";
    const [lang = "en", dir = "ltr"] = [asked.get("page") ?? "en", asked.get("dir") ?? "ltr"];
    return `<!doctype html><html lang="${lang}" dir="${dir}"><title>An app</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/app.css"><main><h1>An app</h1><div id="root">${rendered}</div></main>
<script type="module" src="/app.js"></script></html>`;
  }

  /** A page with the calendar alone, of a new user. */
  async function open(query = `&ids=${ids.userConnector}`, options: BrowserContextOptions = {}) {
    nextUser += 1;
    const userId = `user-${nextUser}`;
    const context = await browser.newContext({ locale: "en-GB", ...options });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => said.push(String(error.stack ?? error)));
    page.on("console", (message) => {
      if (!page.url().startsWith(app.origin)) return;
      const isWanted = /Failed to load resource|React DevTools/.test(message.text());
      if (!isWanted) said.push(message.text());
    });
    const go = () => page.goto(`${app.origin}/settings?user=${userId}${query}`);
    return { page, userId, context, go };
  }

  async function openReady(query?: string, options?: BrowserContextOptions) {
    const opened = await open(query, options);
    await opened.go();
    await opened.page.getByRole("list").waitFor();
    return opened;
  }

  /** With a calendar that was connected beforehand. */
  async function connected(query?: string, options?: BrowserContextOptions) {
    const opened = await open(query, options);
    const user = await apiOf(world).signIn(opened.userId);
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    await opened.go();
    await button(opened.page, "Disconnect My calendar").first().waitFor();
    return { ...opened, user };
  }

  /** With a calendar whose grant the provider has ended. */
  async function ended(query?: string, options?: BrowserContextOptions) {
    const opened = await connected(query, options);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    await apiOf(world).tokenOf(opened.userId, ids.userConnector, { refused_version: 1 });
    world.sandbox.faults.clear();
    await opened.page.reload();
    await sees(opened.page, "Needs reconnecting");
    return opened;
  }

  const events = (page: Page) => page.evaluate<unknown[][]>("globalThis.events");
  const openPopup = async (page: Page, press: () => Promise<unknown>) => {
    const [popup] = await Promise.all([page.waitForEvent("popup"), press()]);
    return popup;
  };

  test("connects in a window: the row says so, and is then active with its account", async () => {
    const { page } = await openReady();
    await sees(page, "Not connected");
    expect(await violations(page)).toEqual([]);
    const popup = await openPopup(page, () => button(page, "Connect My calendar").click());
    await sees(page, "Finish in the window.");
    await isFocused(page, "Show the window");
    await hears(page, "Finish in the window.");
    expect(await violations(page)).toEqual([]);
    await atSignIn(popup);
    await answerAndClose(popup);
    await sees(page, "ada@sandbox.example");
    await sees(page, "Active");
    await hears(page, "is connected.");
    await isFocused(page, "Disconnect");
    expect(await events(page)).toEqual([["connected", ids.userConnector, null]]);
    expect(await violations(page)).toEqual([]);
  });

  test("connected with less: the row says so, until the rest is granted", async () => {
    const { page } = await openReady();
    const popup = await openPopup(page, () => button(page, "Connect My calendar").click());
    await atSignIn(popup);
    await answerAndClose(popup, { untick: ["profile"] });
    await sees(page, languages["en"]?.lessAccess ?? "");
    const again = await openPopup(page, () => button(page, "Reconnect My calendar").click());
    await answerAndClose(again);
    await expect.poll(() => button(page, "Reconnect My calendar").count()).toBe(0);
    await sees(page, "Active");
    // The list may be read anew, and say so, before the element has heard from its window.
    await expect
      .poll(() => events(page))
      .toEqual([
        ["connected", ids.userConnector, null],
        ["connected", ids.userConnector, null],
      ]);
    expect(await violations(page)).toEqual([]);
  });

  test("shows the window that is open, cancels it, and says what was not connected", async () => {
    const { page } = await openReady();
    const popup = await openPopup(page, () => button(page, "Connect My calendar").click());
    await atSignIn(popup);
    await button(page, "Show the window My calendar").click();
    expect(popup.isClosed()).toBe(false);
    const closed = popup.waitForEvent("close");
    await button(page, "Cancel My calendar").click();
    await closed;
    await hears(page, "Cancelled.");
    await isFocused(page, "Connect");
    expect(await events(page)).toEqual([["cancelled", ids.userConnector, null]]);

    const again = await openPopup(page, () => button(page, "Connect My calendar").click());
    await atSignIn(again);
    await answerAndClose(again, { deny: true });
    await sees(page, /You chose not to give access/);
    await isFocused(page, "Try again");
    expect(await violations(page)).toEqual([]);
    const third = await openPopup(page, () => page.keyboard.press("Enter"));
    await atSignIn(third);
    await third.close();
    await page.bringToFront();
    await sees(page, /closed before the end/);
    await button(page, "Close My calendar").click();
    await isFocused(page, "Connect");
    expect((await events(page)).map(([what, , code]) => [what, code])).toEqual([
      ["cancelled", null],
      ["connect_failed", "access_denied"],
      ["connect_failed", null],
    ]);
  });

  test("blocked: is opened in place of the page, which says on its return what was connected", async () => {
    const { page, context } = await open();
    await context.addInitScript("window.open = () => null");
    await page.goto(`${app.origin}/settings?user=user-${nextUser}&ids=${ids.userConnector}`);
    await button(page, "Connect My calendar").click();
    await sees(page, "Your browser blocked the window.");
    await isFocused(page, "Open it here");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await atSignIn(page);
    await signIn(page);
    await decide(page);
    await sees(page, "ada@sandbox.example");
    await hears(page, "is connected.");
    expect(page.url()).not.toContain("grantry_");
    // Anybody can write the address: after a disconnect it says nothing any more.
    await (await apiOf(world).signIn(`user-${nextUser}`)).disconnect(ids.userConnector);
    const said = `grantry_connector=${ids.userConnector}&grantry_status=completed`;
    await page.goto(`${page.url()}&${said}`);
    await sees(page, "Disconnected");
    expect(await page.getByRole("status").textContent()).toBe("");
  });

  test("says on its return that access was refused", async () => {
    const { page, context } = await open();
    await context.addInitScript("window.open = () => null");
    await page.goto(`${app.origin}/settings?user=user-${nextUser}&ids=${ids.userConnector}`);
    await button(page, "Connect My calendar").click();
    await button(page, "Open it here My calendar").click();
    await atSignIn(page);
    await signIn(page);
    await decide(page, { deny: true });
    await sees(page, /You chose not to give access/);
  });

  test("needs reconnecting: says why, and reconnects", async () => {
    const { page } = await ended();
    await sees(page, "Access was ended in the account.");
    expect(await violations(page)).toEqual([]);
    const popup = await openPopup(page, () => button(page, "Reconnect My calendar").click());
    await atSignIn(popup);
    await answerAndClose(popup);
    await sees(page, "Active");
  });

  test("disconnecting asks in the row, and the grant ends at the provider", async () => {
    const { page } = await connected();
    const grants = world.sandbox.ledger.liveGrants();
    await button(page, "Disconnect My calendar").click();
    await expect
      .poll(async () => plain((await page.locator("[data-grantry-panel]").textContent()) ?? ""))
      .toContain("Disconnect My calendar? Daybook can no longer use ada@sandbox.example.");
    await isFocused(page, "Keep");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await isFocused(page, "Disconnect");
    expect(world.sandbox.ledger.liveGrants()).toBe(grants);
    await button(page, "Disconnect My calendar").click();
    await page.locator("[data-action=confirm]").click();
    await sees(page, "Disconnected");
    await hears(page, "is disconnected.");
    await isFocused(page, "Connect");
    expect(world.sandbox.ledger.liveGrants()).toBe(grants - 1);
    expect(await events(page)).toEqual([["disconnected", ids.userConnector, null]]);
  });

  test("what could not be ended stays, says so and can be tried again", async () => {
    const { page, context } = await connected();
    const calls = `${world.url}/**/disconnect`;
    await context.route(calls, (route) => route.abort());
    await button(page, "Disconnect My calendar").click();
    await page.locator("[data-action=confirm]").click();
    await sees(page, /could not be disconnected. The server did not answer/);
    await sees(page, "Active");
    await sees(page, "network_error");
    await isFocused(page, "Try again");
    await context.unroute(calls);
    await page.keyboard.press("Enter");
    await sees(page, "Disconnected");
  });

  test("by keyboard alone: connect, disconnect, keep", async () => {
    const { page } = await openReady();
    await page.keyboard.press("Tab");
    await isFocused(page, "Connect");
    const popup = await openPopup(page, () => page.keyboard.press("Enter"));
    await popup.getByRole("button", { name: /Ada Example/ }).focus();
    await popup.keyboard.press("Enter");
    const allow = popup.getByRole("button", { name: "Allow" });
    await allow.focus();
    await closesBy(popup, () => lastPress(allow, () => popup.keyboard.press("Enter")));
    await page.bringToFront();
    await isFocused(page, "Disconnect");
    await page.keyboard.press("Space");
    await isFocused(page, "Keep");
    await page.keyboard.press("Shift+Tab");
    await isFocused(page, "Disconnect");
    await page.keyboard.press("Enter");
    await isFocused(page, "Connect");
    await sees(page, "Disconnected");
  });

  test("a list that cannot be read says why, and is read when one tries again", async () => {
    const { page, context, go } = await open();
    const calls = `${world.url}/**/connectors?*`;
    await context.route(calls, (route) => route.abort());
    await go();
    await sees(page, "Your connections could not be loaded. The server did not answer.");
    await sees(page, "network_error");
    expect(await violations(page)).toEqual([]);
    await context.unroute(calls);
    await button(page, "Try again").click();
    await sees(page, "Not connected");
    expect(await button(page, "Try again").count()).toBe(0);
  });

  test("is read anew when the page comes to the front; what was there stays when that fails", async () => {
    const { page, context, user } = await connected();
    await user.disconnect(ids.userConnector);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await sees(page, "Disconnected");
    const calls = `${world.url}/**/connectors?*`;
    await context.route(calls, (route) => route.abort());
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await sees(page, "Your connections could not be loaded.");
    await sees(page, "Disconnected");
    await context.unroute(calls);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await expect.poll(() => page.locator("[data-grantry-problem]").count()).toBe(0);
  });

  test("names are text, however they are written, and nothing scrolls sideways", async () => {
    const viewport = { width: 320, height: 640 };
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await connected("", { viewport, colorScheme });
      await page.getByText(hostileName).waitFor();
      await page.getByText(longName).waitFor();
      expect(await page.evaluate("window.ran")).toBe(undefined);
      expect(await page.locator("[data-grantry-row] img").count()).toBe(0);
      await button(page, "Disconnect My calendar").click();
      await page.locator("[data-grantry-panel]").waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
      expect(await violations(page)).toEqual([]);
    }
  });

  test("a row shows the service's logo, out of the list itself; letters where there is none", async () => {
    const { page } = await openReady(`&ids=${googleId},${ids.userConnector}`);
    const logos = page.locator("[data-grantry-logo]");
    const shape = logos.nth(0).locator("svg path");
    await shape.waitFor();
    expect(await shape.getAttribute("fill")).toBe("#4285F4");
    expect((await shape.boundingBox())?.width).toBeGreaterThan(10);
    expect([await logos.nth(1).textContent(), await logos.nth(1).locator("svg").count()]).toEqual([
      "My",
      0,
    ]);
    expect(await violations(page)).toEqual([]);
  });

  test("from an origin that is not the app's it says which one to add, and where", async () => {
    const { page } = await open();
    const origin = app.origin.replace("localhost", "127.0.0.1");
    expect(origin).not.toBe(app.origin);
    await page.goto(`${origin}/settings?user=user-${nextUser}`);
    await sees(
      page,
      `Your connections could not be loaded. The origin ${origin} is not allowed for this app. An operator adds it in the dashboard, on the app’s page Origins.`,
    );
    await sees(page, "origin_not_allowed");
  });

  test("every language fits on a narrow page, in both directions", async () => {
    for (const [index, language] of Object.keys(languages).entries()) {
      const dir = index % 2 === 0 ? "rtl" : "ltr";
      const { page } = await ended(`&ids=${ids.userConnector}`, {
        viewport: { width: 320, height: 640 },
      });
      await page.goto(`${page.url()}&lang=${language}&dir=${dir}`);
      const texts = languages[language];
      await sees(page, texts?.needsReconnecting ?? "");
      await page.locator("[data-action=disconnect]").click();
      await page.locator("[data-grantry-panel]").waitFor();
      await page
        .locator("[data-action=keep]")
        .getByText(texts?.keep ?? "")
        .waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    }
  });

  test("speaks the page's language where none is given", async () => {
    const { page } = await openReady(`&page=de-CH&ids=${ids.userConnector}`);
    await sees(page, "Nicht verbunden");
  });

  if (kind === "react") {
    test("rendered by a server: the page takes it over as it is, and then speaks its language", async () => {
      const { page, go } = await open(`&ssr&page=fr&ids=${ids.userConnector}`);
      const answer = await go();
      expect(await answer?.text()).toContain("Loading your connections…");
      await sees(page, "Non connectée");
      await button(page, "Connecter My calendar").waitFor();
    });

    test("a button of one connector does all that its row does", async () => {
      const { page } = await open(`&button=${ids.userConnector}`);
      await page.goto(`${app.origin}/settings?user=user-${nextUser}&button=${ids.userConnector}`);
      const named = (name: string) =>
        page.getByRole("button", { name: new RegExp(`^${name}.?My calendar`) });
      const popup = await openPopup(page, () => named("Connect ").click());
      await isFocused(page, "Show the window");
      await atSignIn(popup);
      await answerAndClose(popup);
      await named("Disconnect ").click();
      await isFocused(page, "Keep");
      expect(await violations(page)).toEqual([]);
      await button(page, "Disconnect").click();
      await named("Connect ").waitFor();
      await expect
        .poll(async () => (await events(page)).map(([what]) => what))
        .toEqual(["connected", "disconnected"]);
    });

    test("a button of a connector that there is not says that it cannot be connected", async () => {
      const { page } = await open();
      await page.goto(`${app.origin}/settings?user=user-${nextUser}&button=nothing`);
      const popup = await openPopup(page, () => button(page, "Connect").click());
      await sees(page, /was not connected/);
      await sees(page, /connector_not_found/);
      await expect.poll(() => popup.isClosed()).toBe(true);
    });
  }
});
