/** What the tests of pages stand on hides no failure, and waits for nothing that never comes. */
import { launchChromium } from "@grantry/testing/chromium";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { violationsOf } from "./dashboard.ts";
import { leave } from "./seats.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => browser.close());

async function seat(body: string, said: string[]) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent(
    `<!doctype html><html lang="en"><title>Page</title><main>${body}</main></html>`,
  );
  return { context, page, said };
}

test("a page that cannot say where it stands keeps no other from being closed, and what they said is told", async () => {
  const told = vi.spyOn(console, "error").mockReturnValue();
  const gone = "<script>document.querySelector = () => { throw new Error('gone'); };</script>";
  const seats = [await seat(gone, ["one"]), await seat("<h1>Apps</h1>", ["other"])];
  expect(await leave(seats, true)).toEqual(["one", "other"]);
  expect(browser.contexts()).toEqual([]);
  expect(told.mock.calls).toEqual([
    [expect.stringContaining("gone")],
    [expect.stringContaining("Apps")],
  ]);
});

test("a page is looked at though something on it stands still in the middle of its motion", async () => {
  const { context, page } = await seat("<h1>Apps</h1>", []);
  await page.evaluate(`document.querySelector("h1").animate({ opacity: [1, 1] }, 60_000).pause()`);
  expect(await violationsOf(page)).toEqual([]);
  await context.close();
});

test("what breaks a rule is named, each element with its mark-up and what would mend it", async () => {
  const { context, page } = await seat(
    `<h1>Apps</h1><img id="a" src="data:,"><nav aria-label="Views">
      <span aria-current="page">A</span><span aria-current="page">B</span></nav>`,
    [],
  );
  expect(await violationsOf(page)).toEqual([
    expect.stringMatching(
      /^image-alt: .+\n<img id="a" src="data:,">\nFix any of the following:\n./,
    ),
    "two links are current: Views",
  ]);
  await context.close();
});
