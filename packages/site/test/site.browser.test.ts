/**
 * The documentation in real Chromium, as a server serves it: under its policy and without a word of the browser's, light and
 * dark, on a desk and on a phone; nothing that axe finds, nothing that sticks out; searched with the keyboard.
 */
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { siteOnDisk } from "@grantry/server/http/documentation/site-files";
import { launchChromium } from "@grantry/testing/chromium";
import { startWorld, type World } from "@grantry/testing/harness";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSite } from "../build.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env["SCREENSHOTS"];

let folder: string;
let browser: Browser;
let world: World;
let paths: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-site-"));
  await buildSite(folder, "for a server");
  paths = globSync("**/*.html.br", { cwd: folder }).map((one) => one.slice(0, -".br".length));
  world = await startWorld({ docsSite: siteOnDisk(`${folder}/`), limits: ["page_requests=off"] });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await rm(folder, { recursive: true });
});

/** A page that fails the test where the browser says something. */
async function open(width: number, colorScheme: "light" | "dark") {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  const show = async (path: string) => {
    const answer = await page.goto(`${world.url}/docs/${path}`);
    return answer?.status();
  };
  return { context, page, said, show };
}

const wide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** One of each kind, none of the longest: they are made of the same. */
const kinds = [
  "",
  "concepts/how-it-works.html",
  "guides/register-a-connector.html",
  "guides/scopes-by-task.html",
  "quickstart.html",
  "providers/slack.html",
  "errors.html",
  "packages/sdk.html",
  "reference/tokens.html",
];
const screens = [
  [1_440, "light"],
  [390, "dark"],
] as const;

test.each(screens)(
  "at %i pixels, %s: axe finds nothing, and nothing sticks out",
  async (width, scheme) => {
    const { context, page, said, show } = await open(width, scheme);
    for (const path of kinds) {
      expect([path, await show(path)]).toEqual([path, 200]);
      expect([path, await wide(page)]).toEqual([path, 0]);
      if (pictures !== undefined) {
        const name = `${path.replaceAll("/", "-") || "front"}-${String(width)}-${scheme}.png`;
        await page.screenshot({ path: join(pictures, name), fullPage: true });
      }
      await page.evaluate(axe);
      const run =
        'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).slice(0, 5).join(" | ")))';
      expect([path, await page.evaluate<string[]>(run)]).toEqual([path, []]);
    }
    expect(said).toEqual([]);
    await context.close();
  },
);

test("on a phone no page is wider than it", async () => {
  const { context, page, said, show } = await open(390, "light");
  const tooWide: string[] = [];
  // Pages of connectors are made alike: some of them stand for all.
  const some = paths.filter(
    (one, at) => one !== "404.html" && (!one.startsWith("providers/") || at % 6 === 0),
  );
  for (const path of some) {
    await show(path);
    if ((await wide(page)) > 0) tooWide.push(path);
  }
  expect(tooWide).toEqual([]);
  expect(paths.length).toBeGreaterThan(80);
  expect(said).toEqual([]);
  await context.close();
});

test("words are found by keyboard alone, and nothing of them gets into an address", async () => {
  const { context, page, said, show } = await open(1_440, "light");
  await show("");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.keyboard.press("/");
  await page.keyboard.type("not_connected");
  await page.locator("#search-results a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("A");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/docs/");
  expect(asked.filter((url) => url.includes("not_connected") && !url.includes("#"))).toEqual([]);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("qqqqqq refreshing");
  await page.locator("#search-results a").first().waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("qqqqqq");
  await page.getByRole("status").getByText("Nothing found.").waitFor();
  await page.keyboard.press("Escape");
  expect(await page.locator("dialog").isVisible()).toBe(false);
  expect(said).toEqual([]);
  await context.close();
});

test("colours that a reader chooses stay chosen, whatever the system's are", async () => {
  const { context, page, show } = await open(1_440, "light");
  await show("");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  await page.getByLabel("Colours").selectOption("Dark");
  expect(await ground()).not.toBe(before);
  await show("errors.html");
  expect(await ground()).not.toBe(before);
  expect(await page.getByLabel("Colours").inputValue()).toBe("dark");
  await page.getByLabel("Colours").selectOption("System");
  expect(await ground()).toBe(before);
  await context.close();
});

test("without script every page is whole, and its menu can be opened", async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${world.url}/docs/errors.html#not_connected`);
  expect(await page.getByRole("button", { name: "Search" }).count()).toBe(0);
  await page.getByText("All pages").click();
  await page.getByRole("link", { name: "The token engine" }).click();
  await page.getByRole("heading", { level: 1, name: "The token engine" }).waitFor();
  await context.close();
});

test("an address without a page says so, and leads on from any depth", async () => {
  const { context, page, show } = await open(1_440, "light");
  expect(await show("no/such/page")).toBe(404);
  await page.getByRole("heading", { level: 1, name: "Nothing here" }).waitFor();
  await page.getByRole("link", { name: "Errors", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Errors" }).waitFor();
  await context.close();
});
