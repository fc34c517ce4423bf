/**
 * The official `@base44/sdk`, as npm has it, in real Chromium: from the server's own origin, where a
 * cookie binds the browser, and from another, where the user is asked.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AppPage, startAppPage } from "./app-page.ts";
import { launchChromium } from "./chromium.ts";
import { answerAndClose, atSignIn, confirm, decide, signIn } from "./consent-pages.ts";
import { ids, startWorld, type World } from "./harness.ts";

const script = new URL("official-app.js", import.meta.url);
const confirmation = "Connect your Grantry Sandbox account to Test app?";

let browser: Browser;
let context: BrowserContext;
let nextUser = 0;

beforeAll(async () => {
  // The SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
  browser = await launchChromium();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await browser.close();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

/** Opens the app as a new user. */
async function openApp(app: AppPage): Promise<{ page: Page; user: string; href: string }> {
  nextUser += 1;
  const user = `user-${nextUser}`;
  const href = `${app.origin}/settings?user=${user}&tab=accounts#calendars`;
  const page = await context.newPage();
  await page.goto(href);
  await says(page, "not connected: NOT_FOUND");
  return { page, user, href };
}

/** Resolves when the app says this. */
async function says(page: Page, text: string): Promise<void> {
  await page.locator("output", { hasText: text }).waitFor();
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
}

async function openPopup(page: Page): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    press(page, "Connect in a popup"),
  ]);
  return popup;
}

async function headingOf(page: Page): Promise<string | null> {
  return await page.getByRole("heading").textContent();
}

/** Allows at the provider, but keeps the answer from the server; resolves with its address. */
async function callbackOf(popup: Page, world: World): Promise<string> {
  const caught = Promise.withResolvers<string>();
  await popup.route(`${world.url}/api/external-auth/callback/**`, async (route) => {
    caught.resolve(route.request().url());
    await route.abort();
  });
  await decide(popup);
  return await caught.promise;
}

const flowCookies = async () =>
  (await context.cookies()).filter(({ name }) => name.startsWith("grantry-"));

describe.each([
  { place: "another origin", sameOrigin: false },
  { place: "the same origin", sameOrigin: true },
])("from $place", ({ sameOrigin }) => {
  let app: AppPage;
  let world: World;

  beforeAll(async () => {
    app = await startAppPage({ script, sameOrigin });
    const front = sameOrigin ? { publicUrl: app.origin } : {};
    world = await startWorld({ origins: [app.origin], ...front });
    app.use(world);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  /** Goes to the provider: through the confirmation page where the browser could not be bound. */
  async function toProvider(page: Page): Promise<void> {
    if (sameOrigin) return await atSignIn(page);
    await page.getByRole("heading", { name: confirmation }).waitFor();
    await confirm(page);
  }

  test("in a popup, which closes by itself: connects and disconnects", async () => {
    const { page } = await openApp(app);
    const popup = await openPopup(page);
    await toProvider(popup);
    await answerAndClose(popup);
    await says(page, "connected as ada@sandbox.example");
    await press(page, "Disconnect");
    await says(page, "not connected: NOT_FOUND");
    await press(page, "Disconnect");
    await says(page, "error 404 NOT_FOUND: No active connection found for this connector");
  });

  test("by leaving the page: comes back to the page that was left", async () => {
    const { page, href } = await openApp(app);
    await press(page, "Connect by leaving");
    await toProvider(page);
    await signIn(page, { account: "sandbox-bo" });
    await decide(page);
    await page.waitForURL(/grantry_status=completed/);
    await says(page, "connected as bo@sandbox.example");
    const back = new URL(page.url());
    expect(back.searchParams.get("grantry_connector")).toBe(ids.userConnector);
    back.searchParams.delete("grantry_connector");
    back.searchParams.delete("grantry_status");
    expect(back.href).toBe(href);
  });

  test("initiate is sent without a body, as JSON, from the page's address", async () => {
    const { page, href } = await openApp(app);
    const sent = page.waitForRequest(/\/initiate$/);
    await openPopup(page);
    const request = await sent;
    expect(request.postData()).toBeNull();
    const headers = await request.allHeaders();
    expect(headers).toMatchObject({ "content-type": "application/json", "x-origin-url": href });
    expect((await request.response())?.status()).toBe(200);
  });

  test("what the SDK sends on its own is answered", async () => {
    nextUser += 1;
    const page = await context.newPage();
    const failed: string[] = [];
    page.on("requestfailed", (request) => failed.push(request.url()));
    const me = page.waitForResponse(/\/entities\/User\/me$/);
    const track = page.waitForResponse(
      (answer) =>
        answer.url().endsWith("/analytics/track/batch") && answer.request().method() === "POST",
    );
    await page.goto(`${app.origin}/?user=user-${nextUser}`);
    expect((await me).status()).toBe(200);
    expect((await track).status()).toBe(200);
    expect(failed).toEqual([]);
  });

  test("nobody signed in is told so, with status and code", async () => {
    const page = await context.newPage();
    await page.goto(`${app.origin}/`);
    await says(page, "not connected: app_user_required");
    await press(page, "Connect by leaving");
    await says(page, "error 401 unauthorized: Unauthorized");
  });

  test("in a popup, denied: closes by itself and nothing is connected", async () => {
    const { page } = await openApp(app);
    const popup = await openPopup(page);
    await toProvider(popup);
    await answerAndClose(popup, { deny: true });
    await says(page, "not connected: NOT_FOUND");
  });

  test("by leaving the page, denied: comes back and says so", async () => {
    const { page } = await openApp(app);
    await press(page, "Connect by leaving");
    await toProvider(page);
    await signIn(page);
    await decide(page, { deny: true });
    await page.waitForURL(/grantry_status=denied/);
    expect(new URL(page.url()).searchParams.get("grantry_error")).toBe("access_denied");
    await says(page, "not connected: NOT_FOUND");
  });

  test("a failure stays on screen until it is read", async () => {
    const { page } = await openApp(app);
    const popup = await openPopup(page);
    await toProvider(popup);
    await signIn(popup, { untick: ["calendar.read"] });
    await decide(popup);
    await popup.getByRole("heading", { name: "The connection could not be made" }).waitFor();
    expect(await popup.locator("main").textContent()).toContain("Missing: calendar.read.");
    // The app looks every half second whether the popup is closed: it still is not.
    const polled = Number((await page.locator("output").textContent())?.replace("polled ", ""));
    await says(page, `polled ${polled + 2}`);
    expect(popup.isClosed()).toBe(false);
    expect(popup.url().startsWith(world.url)).toBe(true);

    const closed = popup.waitForEvent("close");
    await press(popup, "Close this window");
    await closed;
    await says(page, "not connected: NOT_FOUND");
  });

  test("two flows at once in one browser do not disturb each other (SEC-27)", async () => {
    const ada = await openApp(app);
    const bo = await openApp(app);
    const adaPopup = await openPopup(ada.page);
    const boPopup = await openPopup(bo.page);
    await toProvider(boPopup);
    await toProvider(adaPopup);
    await signIn(adaPopup, { account: "sandbox-ada" });
    await signIn(boPopup, { account: "sandbox-bo" });
    expect(await flowCookies()).toHaveLength(2);
    for (const popup of [boPopup, adaPopup]) {
      const closed = popup.waitForEvent("close");
      await Promise.all([closed, decide(popup)]);
    }
    await says(ada.page, "connected as ada@sandbox.example");
    await says(bo.page, "connected as bo@sandbox.example");
  });

  test("the browser's cookie is for nobody else, and ends with the flow (SEC-5, SEC-26)", async () => {
    const { page } = await openApp(app);
    const popup = await openPopup(page);
    await toProvider(popup);
    const [cookie, ...more] = await flowCookies();
    expect(more).toEqual([]);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    const remaining = (cookie?.expires ?? 0) - Date.now() / 1000;
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(600);
    await answerAndClose(popup);
    await says(page, "connected as ada@sandbox.example");
    expect(await flowCookies()).toEqual([]);
  });

  test("the provider's answer is worth nothing in another browser (SEC-5, SEC-7)", async () => {
    const { page } = await openApp(app);
    const popup = await openPopup(page);
    await toProvider(popup);
    await signIn(popup);
    const before = world.sandbox.ledger.count("token");
    const callback = await callbackOf(popup, world);
    const stranger = await browser.newContext();
    const elsewhere = await stranger.newPage();
    await elsewhere.goto(callback);
    expect(await headingOf(elsewhere)).toBe("The connection could not be made");
    await stranger.close();
    expect(world.sandbox.ledger.count("token")).toBe(before);
    await popup.close();
    await says(page, "not connected: NOT_FOUND");
  });
});

describe("from an origin that the app has not registered", () => {
  let app: AppPage;
  let world: World;

  beforeAll(async () => {
    app = await startAppPage({ script });
    world = await startWorld();
    app.use(world);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  test("the browser lets no call through", async () => {
    const calls: string[] = [];
    world.app.http.server.on("request", ({ method, url }) => {
      if (url?.endsWith("/initiate")) calls.push(method ?? "");
    });
    const { page } = await openApp(app);
    await press(page, "Connect by leaving");
    await says(page, "error undefined undefined: Network Error");
    expect(calls).toEqual(["OPTIONS"]);
  });
});

describe("where the browser could be bound at the start", () => {
  let app: AppPage;
  let world: World;

  beforeAll(async () => {
    app = await startAppPage({ script, sameOrigin: true });
    world = await startWorld({ origins: [app.origin], publicUrl: app.origin });
    app.use(world);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  test("the link opens in no other browser, and is not used up there (SEC-5)", async () => {
    const { page } = await openApp(app);
    const link = page.waitForResponse(/\/initiate$/);
    await page.route(/\/connect\//, (route) => route.abort());
    await press(page, "Connect by leaving");
    const { redirect_url: url } = await (await link).json();
    const stranger = await browser.newContext();
    const elsewhere = await stranger.newPage();
    await elsewhere.goto(url);
    expect(await headingOf(elsewhere)).toBe("This did not work");
    expect(await elsewhere.locator("main").textContent()).toContain("browser_mismatch");
    await stranger.close();

    await page.unroute(/\/connect\//);
    await page.goto(url);
    await signIn(page);
    await decide(page);
    await says(page, "connected as ada@sandbox.example");
  });
});
