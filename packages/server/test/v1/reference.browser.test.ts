/** The pages about our own API in real Chromium: under their policy, at once, and on any width. */
import { launchChromium } from "@grantry/testing/chromium";
import { startWorld, type World } from "@grantry/testing/harness";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const cases = ["/docs/operations#getToken", "/docs/errors#not_connected"].flatMap((path) =>
  [1280, 390].map((width) => [path, width] as const),
);

test.each(cases)(
  "%s at %i pixels shows what its anchor names, in our style",
  async (path, width) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await page.goto(world.url + path);
    const article = page.locator(`article:target`);
    expect(await article.getAttribute("id")).toBe(path.split("#")[1]);
    const box = await article.boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(900);
    // The style was applied, and nothing is wider than the window.
    expect(await article.evaluate((one) => getComputedStyle(one).borderRadius)).toBe("14px");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.getByRole("navigation").getByRole("link").first().click();
    await page.waitForURL((url) => url.pathname !== new URL(path, world.url).pathname);
    expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([world.url]));
    expect(said).toEqual([]);
    await context.close();
  },
);
