/**
 * The page on which a person chooses what of a grant is connected, in real Chromium: after the flow of the
 * official SDK, by keyboard, without script, in light and dark, on a wide and a narrow screen.
 */

import { mkdir } from "node:fs/promises";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { type AppPage, startAppPage } from "@grantry/testing/app-page";
import { site, startChoiceWorld } from "@grantry/testing/choice-provider";
import { launchChromium } from "@grantry/testing/chromium";
import { closesBy, decide, lastPress, signIn } from "@grantry/testing/consent-pages";
import { ids, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

/** Where a picture of the page is written in every size and colour; without it none is taken. */
const pictures = process.env["SCREENSHOTS"];
const question = "Which site should Test app use?";
const hostile = `<img src=x onerror="document.title='taken'">\u202Egnp`;

let browser: Browser;
let context: BrowserContext;
let app: AppPage;
let world: World;
let api: Api;
let users = 0;

beforeAll(async () => {
  // The SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
  browser = await launchChromium();
  app = await startAppPage({ script: new URL("official-app.js", import.meta.url) });
  world = await startChoiceWorld({ origins: [app.origin] });
  app.use(world);
  api = apiOf(world);
  world.sandbox.sites.set("sandbox-ada", [
    site("Alpha"),
    site("Beta"),
    site("Gamma", { name: hostile }),
    site("Delta", { name: `A name without an end ${"x".repeat(200)}` }),
  ]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await browser.close();
  await app.close();
  await world.close();
});
afterEach(() => context.close());

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  users += 1;
  context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  return await context.newPage();
}

/** From our confirmation page through the provider to the choice. */
async function toChoice(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue to House" }).click();
  await signIn(page);
  await decide(page);
  await page.getByRole("heading", { name: question }).waitFor();
}

/** A user of the app at the choice, by a link of their own. */
async function startedIn(page: Page): Promise<UserApi> {
  const user = await api.signIn(`user-${users}`);
  await page.goto((await user.initiate(ids.userConnector)).body.redirect_url);
  await toChoice(page);
  return user;
}

const siteOf = async (user: UserApi) =>
  (await user.token(ids.userConnector)).body.connection_config?.site_id;

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/choice-${name}.png`, fullPage: true });
}

describe("the page of the choice", () => {
  test("with the official SDK's popup: pending until it is chosen, then connected", async () => {
    const page = await open();
    await page.goto(`${app.origin}/settings?user=user-${users}`);
    const says = (text: string) => page.locator("output", { hasText: text }).waitFor();
    await says("not connected: NOT_FOUND");
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("button", { name: "Connect in a popup" }).click(),
    ]);
    await toChoice(popup);
    const user = await api.signIn(`user-${users}`);
    expect(await connectionOf(user, ids.userConnector)).toBe(null);
    await popup.getByRole("radio", { name: "Beta" }).check();
    await closesBy(popup, () => lastPress(popup.getByRole("button", { name: "Connect" })));
    await says("connected as ada@sandbox.example");
    expect(await siteOf(user)).toBe("beta");
  });

  test("by keyboard alone: nothing is sent before something is picked", async () => {
    const page = await open();
    const user = await startedIn(page);
    await page.getByRole("button", { name: "Connect" }).press("Enter");
    await page.getByRole("heading", { name: question }).waitFor();
    expect(await page.evaluate<boolean>('document.querySelector("form").checkValidity()')).toBe(
      false,
    );
    await page.locator("body").press("Tab");
    await page.getByRole("radio", { name: "Alpha" }).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    expect(await page.evaluate<string>("document.activeElement.textContent")).toBe("Connect");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Connected" }).waitFor();
    expect(await siteOf(user)).toBe("beta");
    await page.goBack();
    await page.getByRole("heading", { name: /Connected|Which site/ }).waitFor();
    expect(await siteOf(user)).toBe("beta");
  });

  test("without script: it works, and names are text", async () => {
    const page = await open({ javaScriptEnabled: false });
    const user = await startedIn(page);
    expect(await page.locator("fieldset").textContent()).toContain("<img src=x");
    expect(await page.locator("fieldset img").count()).toBe(0);
    expect(await page.title()).toBe("Which site should Test app use?");
    await page.getByText("Alpha", { exact: true }).click();
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByRole("heading", { name: "Connected" }).waitFor();
    expect(await siteOf(user)).toBe("alpha");
  });

  test("cancelled: it says so, and nothing is connected", async () => {
    const page = await open();
    const user = await startedIn(page);
    const before = await world.sandbox.ledger.liveGrants();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("heading", { name: "Which site" }).waitFor({ state: "detached" });
    expect((await user.token(ids.userConnector)).status).toBe(404);
    expect(await world.sandbox.ledger.liveGrants()).toBe(before - 1);
  });

  const wide = { width: 1280, height: 800 };
  const narrow = { width: 320, height: 640 };
  test.each([
    ["light-wide", { colorScheme: "light", viewport: wide }],
    ["dark-wide", { colorScheme: "dark", viewport: wide }],
    ["light-narrow", { colorScheme: "light", viewport: narrow }],
    ["dark-narrow", { colorScheme: "dark", viewport: narrow }],
  ] as const)("%s: nothing is wider than the screen", async (name, options) => {
    const page = await open(options);
    await startedIn(page);
    await page.getByRole("radio", { name: "Beta" }).check();
    await page.getByRole("button", { name: "Connect" }).waitFor();
    await picture(page, name);
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(options.viewport.width);
  });
});
