/** Flows that this package completes itself, in a real browser: the proof stays in the session that began. */
import { type AppPage, startAppPage } from "@grantry/testing/app-page";
import { launchChromium } from "@grantry/testing/chromium";
import { decide, signIn } from "@grantry/testing/consent-pages";
import { startWorld, type World } from "@grantry/testing/harness";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const script = new URL("connect-page.ts", import.meta.url);
let browser: Browser;
let context: BrowserContext;
let app: AppPage;
let world: World;
let nextUser = 0;

beforeAll(async () => {
  browser = await launchChromium();
  app = await startAppPage({ script, sameOrigin: false });
  world = await startWorld({ origins: [app.origin] });
  app.use(world);
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await world.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  context.setDefaultTimeout(20_000);
});
afterEach(() => context.close());

async function openApp(of: BrowserContext = context): Promise<Page> {
  nextUser += 1;
  const page = await of.newPage();
  await page.goto(`${app.origin}/settings?user=completing-${nextUser}&completes=1&poll=300`);
  return page;
}

async function resultOf(page: Page) {
  const output = page.locator("output", { hasText: "outcome" });
  return JSON.parse((await output.textContent()) ?? "null");
}

async function startPopup(page: Page): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Connect in a popup" }).click(),
  ]);
  return popup;
}

const exchanges = () => world.sandbox.ledger.count("token");

describe("a popup", () => {
  test("completes and closes; no message holds anything, and nothing is asked on our side (SEC-21)", async () => {
    const page = await openApp();
    const popup = await startPopup(page);
    await signIn(popup);
    const closed = popup.waitForEvent("close");
    await Promise.all([closed, decide(popup)]);
    expect(await resultOf(page)).toMatchObject({
      outcome: "completed",
      connection: { status: "active" },
    });
    const messages = JSON.stringify(await page.evaluate("globalThis.messages"));
    expect(messages).not.toMatch(/grantry_code|verifier/);
  });

  test("that a provider's page has cut off completes in the app's page that it comes back to", async () => {
    await context.route(`${world.sandbox.origin}/**`, async (route) => {
      if (route.request().resourceType() !== "document") return await route.fallback();
      const response = await route.fetch({ maxRedirects: 0 });
      const headers = { ...response.headers(), "cross-origin-opener-policy": "same-origin" };
      await route.fulfill({ response, headers });
    });
    const page = await openApp();
    const popup = await startPopup(page);
    await signIn(popup);
    await decide(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
  });
});

test("a page that is left completes where it comes back, leaves a clean address, and goes on after a reload", async () => {
  const page = await openApp();
  await page.getByRole("button", { name: "Connect by leaving" }).click();
  await signIn(page);
  const held = Promise.withResolvers<void>();
  await page.route("**/complete", async (route) => {
    held.resolve();
    await route.abort();
  });
  await decide(page);
  await held.promise;
  await page.unroute("**/complete");
  expect(page.url()).not.toContain("grantry_");
  await page.reload();
  expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
  expect(page.url()).not.toContain("grantry_");
  expect(await page.evaluate("sessionStorage.length")).toBe(0);
});

test("mallory starts and alice consents: her page says so, nothing is connected or exchanged (SEC-6)", async () => {
  const before = exchanges();
  const mallory = await openApp();
  // She goes nowhere herself, and has the link sent to alice.
  const sent = Promise.withResolvers<string>();
  await context.route(`${world.url}/api/external-auth/connect/**`, async (route) => {
    sent.resolve(route.request().url());
    await route.abort();
  });
  await mallory.getByRole("button", { name: "Connect by leaving" }).click();
  const link = await sent.promise;
  const alices = await browser.newContext();
  alices.setDefaultTimeout(20_000);
  try {
    const alice = await alices.newPage();
    await alice.goto(link);
    await signIn(alice);
    await decide(alice);
    expect(await resultOf(alice)).toMatchObject({
      outcome: "failed",
      error: "completion_invalid",
      connectorId: null,
    });
    expect(alice.url()).not.toContain("grantry_");
  } finally {
    await alices.close();
  }
  expect(exchanges()).toBe(before);
  const { db } = world.app.context.store;
  const connected = await db.selectFrom("connections").select("user_id").execute();
  expect(connected.map(({ user_id: id }) => id)).not.toContain(`completing-${nextUser}`);
});
