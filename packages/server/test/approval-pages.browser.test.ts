/**
 * Pages that approve something, in real Chromium: another site opens them in a popup just where its
 * visitor is about to press, so they take nothing in the first second in which they are seen and focused.
 *
 * No test waits for real time: the style's second is held by the browser's debugger, the script's by a
 * clock that is installed in the page.
 */

import { createServer, type Server } from "node:http";
import { apiOf } from "@grantry/testing/api";
import { launchChromium } from "@grantry/testing/chromium";
import { closesBy, lastPress } from "@grantry/testing/consent-pages";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, password } from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

let browser: Browser;
let world: World;
let evil: Server;
let evilOrigin: string;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchChromium();
  world = await startWorld({ declare: declareMembers });
  evil = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>A game</title><button>Press twice</button>");
  });
  await new Promise<void>((resolve) => evil.listen(0, "127.0.0.1", resolve));
  const address = evil.address();
  evilOrigin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(async () => {
  evil.closeAllConnections();
  evil.close();
  await world.close();
  await browser.close();
});
afterEach(() => context.close());

async function open(options: { javaScriptEnabled?: boolean } = {}): Promise<void> {
  context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
}

/** The other site's page opens an address in a popup, by a press on its button. */
async function popupOf(url: string): Promise<{ opener: Page; popup: Page }> {
  const opener = await context.newPage();
  await opener.goto(evilOrigin);
  await opener.evaluate((href) => {
    document.querySelector("button")?.addEventListener("click", () => {
      Object.assign(window, { opened: window.open(href, "w", "popup,width=500,height=700") });
    });
  }, url);
  const [popup] = await Promise.all([
    opener.waitForEvent("popup"),
    opener.getByRole("button").click(),
  ]);
  // A window that was just opened has loaded its empty page already.
  await popup.waitForURL((at) => at.origin === new URL(url).origin);
  return { opener, popup };
}

const isClosedForOpener = (opener: Page) =>
  opener.evaluate(() => (window as unknown as { opened: Window }).opened.closed);

/** Presses where the button is, whatever it looks like, as somebody does who does not look. */
async function pressBlindly(page: Page, name: string): Promise<void> {
  const box = await page.getByRole("button", { name, includeHidden: true }).boundingBox();
  if (box === null) throw new Error(`no button ${name}`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function connectLink(user: string): Promise<{ link: string; status: () => Promise<string> }> {
  const caller = await apiOf(world).signIn(user);
  const { redirect_url: link, connection_id: id } = (await caller.initiate(ids.userConnector)).body;
  const status = async () => (await caller.attempt(id)).body.status as string;
  return { link, status };
}

async function deviceCode(): Promise<string> {
  const asked = await fetch(`${world.url}/oauth/device/code`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: "grantry-cli" }),
  });
  return ((await asked.json()) as { user_code: string }).user_code;
}

async function signIn(): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${world.url}/sign-in`);
  await page.getByLabel("Email address").fill("owner@example.com");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "owner" }).waitFor();
  await page.close();
}

describe("by script, a page that approves", () => {
  beforeEach(async () => {
    await open();
    await stopClock(context);
  });
  /** Of every page that is opened from now on. */
  async function stopClock(of: BrowserContext): Promise<void> {
    const time = new Date("2026-01-01T00:00:00Z");
    await of.clock.install({ time });
    await of.clock.pauseAt(new Date(time.getTime() + 1_000));
  }
  /** The clock of the pages stands still but for this. */
  const pass = (page: Page, ms: number) => page.clock.runFor(ms);
  /** Lets the style's second be over, so that only the script can hold the buttons. */
  const showButtons = (page: Page) =>
    page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
    });

  test("takes no press in the first second after another site opened it in a popup", async () => {
    const { link } = await connectLink("script");
    const { popup } = await popupOf(link);
    await showButtons(popup);
    await pass(popup, 300);
    await pressBlindly(popup, "Continue to Grantry Sandbox");
    await pass(popup, 600);
    await pressBlindly(popup, "Continue to Grantry Sandbox");
    await popup
      .getByRole("button", { name: "Continue to Grantry Sandbox", disabled: true })
      .waitFor();
    expect(popup.url()).toBe(link);
    await pass(popup, 200);
    await popup.getByRole("button", { name: "Continue to Grantry Sandbox" }).click();
    await popup.getByRole("heading", { name: "Sign in to Grantry Sandbox" }).waitFor();
  });

  test("begins anew when it comes back from behind another window", async () => {
    const { link } = await connectLink("behind");
    const { popup } = await popupOf(link);
    await showButtons(popup);
    await pass(popup, 1_100);
    const button = popup.getByRole("button", { name: "Continue to Grantry Sandbox" });
    await button.focus();
    expect(await button.isEnabled()).toBe(true);
    const away = (hasFocus: boolean) =>
      popup.evaluate((has) => {
        document.hasFocus = () => has;
        window.dispatchEvent(new Event(has ? "focus" : "blur"));
      }, hasFocus);
    await away(false);
    await pass(popup, 5_000);
    expect(await button.isEnabled()).toBe(false);
    await away(true);
    await pass(popup, 900);
    await pressBlindly(popup, "Continue to Grantry Sandbox");
    await popup.keyboard.press("Enter");
    expect(popup.url()).toBe(link);
    await pass(popup, 200);
    // Who was there by keyboard is there still.
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await popup.keyboard.press("Enter");
    await popup.getByRole("heading", { name: "Sign in to Grantry Sandbox" }).waitFor();
  });

  test("is the device page, too: neither the code nor the decision goes through blindly", async () => {
    await signInWithClock();
    const code = await deviceCode();
    const { popup } = await popupOf(`${world.url}/device?user_code=${code}`);
    await showButtons(popup);
    await pass(popup, 300);
    await pressBlindly(popup, "Continue");
    await popup.getByLabel("Code").press("Enter");
    expect(await popup.getByRole("heading").textContent()).toBe("Sign in a command line");
    await pass(popup, 1_000);
    await popup.getByRole("button", { name: "Continue" }).click();
    await popup.getByRole("heading", { name: "Sign in the" }).waitFor();
    await showButtons(popup);
    await pass(popup, 300);
    await pressBlindly(popup, "Approve");
    expect(await popup.getByRole("heading").textContent()).toContain("Sign in the");
    await pass(popup, 1_000);
    await popup.getByRole("button", { name: "Approve" }).click();
    await popup.getByRole("heading", { name: "Signed in" }).waitFor();
  });

  test("is that of an invitation, and of one's keys", async () => {
    await signInWithClock();
    const page = await context.newPage();
    const path = `/v1/workspaces/${ids.workspace}/invitations`;
    const made = await ownApiOf(world)("POST", path, {
      as: secrets.workspaceKey,
      body: { email: "new@example.com", role: "member" },
    });
    const { url } = made.body;
    const guest = await browser.newContext();
    await stopClock(guest);
    const invited = await guest.newPage();
    for (const [where, href, name] of [
      [invited, url, "Join"],
      [page, `${world.url}/account/keys`, "Create key"],
    ] as const) {
      await where.goto(href);
      await showButtons(where);
      await pass(where, 300);
      expect(await where.getByRole("button", { name }).isEnabled()).toBe(false);
      await pass(where, 1_000);
      expect(await where.getByRole("button", { name }).isEnabled()).toBe(true);
    }
    await guest.close();
  });

  /** The sign-in page takes a press at once: nothing is approved there. */
  const signInWithClock = signIn;
});

describe.each([true, false])("by style alone (script: %s), a page that approves", (scripts) => {
  beforeEach(() => open({ javaScriptEnabled: scripts }));

  /** The style's time of a page stands still, or goes on. */
  async function hold(page: Page): Promise<CDPSession> {
    const session = await context.newCDPSession(page);
    await session.send("Animation.enable");
    await session.send("Animation.setPlaybackRate", { playbackRate: 0 });
    return session;
  }

  test("shows its buttons late, to the mouse and to the keyboard, and works then", async () => {
    const { link } = await connectLink(`style-${scripts}`);
    const page = await context.newPage();
    const session = await hold(page);
    await page.goto(link);
    const button = page.getByRole("button", {
      name: "Continue to Grantry Sandbox",
      includeHidden: true,
    });
    expect(await button.isVisible()).toBe(false);
    await pressBlindly(page, "Continue to Grantry Sandbox");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(page.url()).toBe(link);
    expect(await page.getByRole("heading").textContent()).toContain("Connect your");
    await session.send("Animation.setPlaybackRate", { playbackRate: 1 });
    await button.waitFor({ state: "visible" });
    // By keyboard, as somebody does who uses no mouse.
    const hasFocus = () => button.evaluate((element) => element === document.activeElement);
    for (let steps = 0; steps < 4 && !(await hasFocus()); steps += 1) {
      await page.keyboard.press("Tab");
    }
    await page.locator('button:not([aria-disabled="true"])').first().waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Sign in to Grantry Sandbox" }).waitFor();
  });
});

describe("who opened the window", () => {
  beforeEach(() => open());

  test("of a consent sees it open until it is closed, and is told the end", async () => {
    const { link } = await connectLink("popup");
    const { opener, popup } = await popupOf(link);
    expect(await isClosedForOpener(opener)).toBe(false);
    await closesBy(popup, () => lastPress(popup.getByRole("button", { name: "Cancel" })));
    await expect.poll(() => isClosedForOpener(opener)).toBe(true);
  });

  test.each(["/device?user_code=ABCD-EFGH", "/sign-in", "/account", "/account/keys"])(
    "of an operator's page has no hold on it: %s",
    async (path) => {
      await signIn();
      const { opener, popup } = await popupOf(world.url + path);
      await expect.poll(() => isClosedForOpener(opener)).toBe(true);
      expect(await popup.evaluate(() => window.opener === null)).toBe(true);
    },
  );
});
