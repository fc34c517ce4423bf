/**
 * The pages on which operators sign in, approve and look after their account, in real Chromium: on a phone and on a large
 * screen, light and dark, with names of one long word; nothing sticks out, nothing that axe finds. With SCREENSHOTS each is
 * written there.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { launchChromium } from "@grantry/testing/chromium";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, password } from "@grantry/testing/operators";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { appointServerOperator } from "../src/service/accounts/index.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = process.env["SCREENSHOTS"];
const longName = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen";

let browser: Browser;
let world: World;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchChromium();
  world = await startWorld({
    declare: (bootstrap) => {
      declareMembers(bootstrap);
      const [workspace] = bootstrap.workspaces;
      if (workspace !== undefined) workspace.name = longName;
    },
  });
  await appointServerOperator(world.app.context.store, "owner@example.com");
});
afterAll(async () => {
  await world.close();
  await browser.close();
});
afterEach(() => context.close());

async function signedIn(): Promise<Page> {
  context = await browser.newContext({ reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(`${world.url}/sign-in`);
  await page.getByLabel("Email address").fill("owner@example.com");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "owner" }).waitFor();
  return page;
}

async function violationsOf(page: Page): Promise<string[]> {
  const options = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] };
  await page.evaluate(axe);
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`;
  return await page.evaluate<string[]>(run);
}

const screens = [
  ["light", 1_440],
  ["dark", 1_440],
  ["light", 390],
  ["dark", 390],
  ["light", 320],
] as const;

test.each([
  "/",
  "/sign-in",
  "/account",
  "/account/password",
  "/account/second-factor",
  "/account/keys",
  "/account/workspaces",
  `/account/workspaces/${ids.workspace}/freeze`,
  "/device",
  "/invitation/none",
  "/password-reset/none",
])("%s: whole in every size and colour; no violation", async (path) => {
  const page = await signedIn();
  await page.goto(world.url + path);
  for (const [colorScheme, width] of screens) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    const [button] = await page.locator(".deliberate form button").all();
    await button?.waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${width} ${colorScheme}`).toBe(0);
    expect(await violationsOf(page), `${width} ${colorScheme}`).toEqual([]);
    if (folder === undefined) continue;
    const name = `own${path.replaceAll(/\W+/g, "-")}-${width}-${colorScheme}.png`;
    await page.screenshot({ path: join(folder, name), fullPage: true });
  }
});

test("what is typed is not as bold as what it is asked by", async () => {
  const page = await signedIn();
  await page.goto(`${world.url}/device`);
  const weightOf = (of: Element) => Number(getComputedStyle(of).fontWeight);
  const label = page.getByText("Code", { exact: true });
  expect(await label.evaluate(weightOf)).toBe(600);
  expect(await page.getByLabel("Code").evaluate(weightOf)).toBe(400);
});

test("a password that is wrong is told as that, and a link that is over with what one can do", async () => {
  const page = await signedIn();
  await page.goto(`${world.url}/account/password`);
  await page.getByLabel("Current password").fill("no password of anybody");
  await page.getByLabel(/^New password/).fill("another battery staple horse");
  await page.getByRole("button", { name: "Change password" }).click();
  expect(await page.getByRole("alert").textContent()).toBe("The password is wrong.");
  await page.goto(`${world.url}/invitation/none`);
  await page.getByText("Ask whoever gave it to you for a new one.").waitFor();
});
