/**
 * The official `@base44/sdk`, as npm has it, in real Chromium: from the server's own origin, where a
 * cookie binds the browser, and from another, where the user is asked.
 */
import { visit } from "@grantry/sandbox/visitor";
import { type AppPage, startAppPage } from "@grantry/testing/app-page";
import { launchChromium } from "@grantry/testing/chromium";
import {
  answerAndClose,
  atSignIn,
  closeByButton,
  closesBy,
  confirm,
  decide,
  lastPress,
  signIn,
} from "@grantry/testing/consent-pages";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

const script = new URL("official-app.js", import.meta.url);
const confirmation = "Connect your Sandbox Calendar to Test app";

let browser: Browser;
let context: BrowserContext;
let app: AppPage;
let world: World;
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
  context.setDefaultTimeout(20_000);
});
afterEach(() => context.close());

/** Starts the app and the server for the tests of a suite. */
function serve({ sameOrigin, isRegistered }: { sameOrigin: boolean; isRegistered: boolean }): void {
  beforeAll(async () => {
    app = await startAppPage({ script, sameOrigin });
    world = await startWorld({
      ...(isRegistered ? { origins: [app.origin] } : {}),
      ...(sameOrigin ? { publicUrl: app.origin } : {}),
    });
    app.use(world);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });
}

/** Opens the app as a new user. */
async function openApp(): Promise<{ page: Page; user: string; href: string }> {
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

const flowCookies = async () =>
  (await context.cookies()).filter(({ name }) => name.startsWith("grantry-"));

describe.each([
  { place: "another origin", sameOrigin: false },
  { place: "the same origin", sameOrigin: true },
])("from $place", ({ sameOrigin }) => {
  serve({ sameOrigin, isRegistered: true });

  /** Goes to the provider: through the confirmation page where the browser could not be bound. */
  async function toProvider(page: Page): Promise<void> {
    if (sameOrigin) return await atSignIn(page);
    await page.getByRole("heading", { name: confirmation }).waitFor();
    await confirm(page);
  }

  test("in a popup, which closes by itself: connects and disconnects", async () => {
    const { page } = await openApp();
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
    const { page, href } = await openApp();
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

  test("initiate is sent without a body, from the page's address, and answered", async () => {
    const { page, href } = await openApp();
    const sent = page.waitForRequest(/\/initiate$/);
    await openPopup(page);
    const request = await sent;
    expect(request.postData()).toBeNull();
    expect(await request.headerValue("x-origin-url")).toBe(href);
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
    const { page } = await openApp();
    const popup = await openPopup(page);
    await toProvider(popup);
    await answerAndClose(popup, { deny: true });
    await says(page, "not connected: NOT_FOUND");
  });

  test("by leaving the page, denied: comes back and says so", async () => {
    const { page } = await openApp();
    await press(page, "Connect by leaving");
    await toProvider(page);
    await signIn(page);
    await decide(page, { deny: true });
    await page.waitForURL(/grantry_status=denied/);
    expect(new URL(page.url()).searchParams.get("grantry_error")).toBe("access_denied");
    await says(page, "not connected: NOT_FOUND");
  });

  test("a failure stays on screen until it is read", async () => {
    const { page } = await openApp();
    const popup = await openPopup(page);
    await toProvider(popup);
    await signIn(popup, { untick: ["calendar.read"] });
    await decide(popup);
    await popup.getByRole("heading", { name: "Your Sandbox Calendar was not connected" }).waitFor();
    expect(await popup.locator("main").textContent()).toContain("Missing: calendar.read.");
    // The app looks every half second whether the popup is closed: it still is not.
    const polls = () =>
      page.evaluate<number>(
        `Number(document.querySelector("output").textContent.replace("polled ", "")) || 0`,
      );
    const polled = await polls();
    await expect.poll(polls).toBeGreaterThanOrEqual(polled + 2);
    expect(popup.isClosed()).toBe(false);
    expect(popup.url().startsWith(world.url)).toBe(true);

    await closeByButton(popup);
    await says(page, "not connected: NOT_FOUND");
  });

  test("two flows at once in one browser do not disturb each other (SEC-27)", async () => {
    const ada = await openApp();
    const bo = await openApp();
    const adaPopup = await openPopup(ada.page);
    const boPopup = await openPopup(bo.page);
    await toProvider(boPopup);
    await toProvider(adaPopup);
    await signIn(adaPopup, { account: "sandbox-ada" });
    await signIn(boPopup, { account: "sandbox-bo" });
    expect(await flowCookies()).toHaveLength(2);
    for (const popup of [boPopup, adaPopup]) {
      await closesBy(popup, () => decide(popup));
    }
    await says(ada.page, "connected as ada@sandbox.example");
    await says(bo.page, "connected as bo@sandbox.example");
  });

  test("the browser's cookie is for nobody else, and ends in ten minutes (SEC-5, SEC-26)", async () => {
    const { page } = await openApp();
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
    // It stays for its time, so that this browser sees the end when it asks again; it proves nothing more.
    expect(await flowCookies()).toEqual([cookie]);
  });

  test("the provider's answer is worth nothing in another browser (SEC-5, SEC-7)", async () => {
    const { page } = await openApp();
    const left = context.waitForEvent("request", (request) =>
      request.url().startsWith(`${world.sandbox.origin}/auth?`),
    );
    const popup = await openPopup(page);
    await toProvider(popup);
    const callback = await visit((await left).url());
    const before = world.sandbox.ledger.count("token");
    const stranger = await browser.newContext();
    const elsewhere = await stranger.newPage();
    await elsewhere.goto(callback.href);
    expect(await headingOf(elsewhere)).toBe("Your Sandbox Calendar was not connected");
    expect(await elsewhere.locator("main").textContent()).toContain("browser_mismatch");
    await stranger.close();
    expect(world.sandbox.ledger.count("token")).toBe(before);
    await popup.close();
    await says(page, "not connected: NOT_FOUND");
  });
});

describe("from an origin that the app has not registered", () => {
  serve({ sameOrigin: false, isRegistered: false });

  test("the page reads that its origin must be declared, and nothing comes of its call", async () => {
    const { page } = await openApp();
    await press(page, "Connect by leaving");
    await page.getByText(/^error 403 .*origin/i).waitFor();
    const { db } = world.app.context.store;
    expect(await db.selectFrom("authorizations").select("authorization_id").execute()).toEqual([]);
  });
});

describe("where the browser could be bound at the start", () => {
  serve({ sameOrigin: true, isRegistered: true });

  test("the link opens in no other browser, and is not used up there (SEC-5)", async () => {
    const { page } = await openApp();
    const opened = page.waitForRequest(/\/connect\//);
    await page.route(/\/connect\//, (route) => route.abort());
    await press(page, "Connect by leaving");
    const url = (await opened).url();
    const stranger = await browser.newContext();
    const elsewhere = await stranger.newPage();
    await elsewhere.goto(url);
    expect(await headingOf(elsewhere)).toBe("Please use the browser that you started in");
    expect(await elsewhere.locator("main").textContent()).toContain("browser_mismatch");
    await stranger.close();

    await page.unroute(/\/connect\//);
    await page.goto(url);
    await signIn(page);
    await decide(page);
    await says(page, "connected as ada@sandbox.example");
  });
});

describe("where the browser could not be bound at the start", () => {
  serve({ sameOrigin: false, isRegistered: true });

  test("the user is told who will use what, and may stop there (SEC-22)", async () => {
    const { page, user } = await openApp();
    const popup = await openPopup(page);
    await popup.getByRole("heading", { name: confirmation }).waitFor();
    const text = await popup.locator("main").textContent();
    expect(text).toContain("See the events on your sandbox calendar");
    expect(text).toContain(`Did you start this yourself, as ${user}?`);
    await closesBy(popup, () => lastPress(popup.getByRole("button", { name: "Cancel" })));
    await says(page, "not connected: NOT_FOUND");
    expect(world.sandbox.ledger.count("authorization")).toBe(0);
  });
});
