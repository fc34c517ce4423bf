/** What tests take for the end of a window: that it closed by a press in it, and by nothing else. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { closesBy, decide, lastPress } from "./consent-pages.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A window that a page opened, with a button that closes it. */
async function openWindow(): Promise<{ readonly page: Page; readonly popup: Page }> {
  const page = await browser.newPage();
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate("void (globalThis.popup = window.open('about:blank'))"),
  ]);
  await popup.setContent('<button onclick="window.close()">Allow</button>');
  return { page, popup };
}

test("a window that its button closes is closed by that press", async () => {
  const { page, popup } = await openWindow();
  await closesBy(popup, () => decide(popup));
  expect(popup.isClosed()).toBe(true);
  await page.close();
});

test("by the keyboard likewise", async () => {
  const { page, popup } = await openWindow();
  const allow = popup.getByRole("button", { name: "Allow" });
  await allow.focus();
  await closesBy(popup, () => lastPress(allow, () => popup.keyboard.press("Enter")));
  await page.close();
});

test("a window that was gone before its button was pressed has failed", async () => {
  const { page, popup } = await openWindow();
  await popup.setContent("");
  const closes = closesBy(popup, () => decide(popup));
  const vanishes = page.evaluate("popup.close()");
  await expect(closes).rejects.toThrow(/has been closed/);
  await vanishes;
  await page.close();
});
