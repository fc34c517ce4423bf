/** The connect page that asks for a missing setting, in real Chromium: with and without script. */

import { apiOf } from "@grantry/testing/api";
import { launchChromium } from "@grantry/testing/chromium";
import { atSignIn, decide, signIn } from "@grantry/testing/consent-pages";
import { startWorld, type World } from "@grantry/testing/harness";
import { outcomeOf } from "@grantry/testing/outcomes";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const openConnector = "00112233445566778899aabb";

let browser: Browser;
let world: World;
let context: BrowserContext;
let users = 0;

beforeAll(async () => {
  browser = await launchChromium();
  world = await startWorld({
    declare: ({ workspaces: [workspace] }) => {
      const [like] = workspace?.connectors ?? [];
      if (like === undefined) throw new Error("no connector");
      workspace?.connectors?.push({
        ...like,
        id: openConnector,
        name: "Asks for its port",
        connection_config: {},
      });
    },
  });
});
afterAll(async () => {
  await world.close();
  await browser.close();
});
afterEach(() => context.close());

/** A user's attempt; bound, its browser has the cookie that the start has set. */
async function openLink({ isBound, ...options }: BrowserContextOptions & { isBound: boolean }) {
  context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  users += 1;
  const user = await apiOf(world).signIn(`user-${users}`);
  const headers = isBound ? { origin: world.url } : {};
  const started = await user.initiate(openConnector, { headers });
  for (const line of started.raw.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const [name = "", value = ""] = pair.split("=");
    await context.addCookies([{ name, value, url: world.url }]);
  }
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    // A status of ours that says no is no fault of the page.
    if (message.type() === "error" && !message.text().includes("400"))
      problems.push(message.text());
  });
  await page.goto(started.body.redirect_url);
  const id: string = started.body.connection_id;
  const status = async () => (await outcomeOf(user, id)).status;
  return { page, status, problems };
}

const port = (page: Page) => page.getByLabel("Port");
const goOn = (page: Page) => page.getByRole("button", { name: "Continue to Grantry Sandbox" });

describe.each([
  ["bound at the start", true],
  ["not bound yet", false],
])("a browser that is %s", (_what, isBound) => {
  test.each([
    ["with script", true],
    ["without script", false],
  ])("%s: fills it in, corrects it, and connects", async (_with, javaScriptEnabled) => {
    const { page, status, problems } = await openLink({ isBound, javaScriptEnabled });
    await port(page).waitFor();
    // The browser itself asks for what is empty; nothing is sent.
    await goOn(page).click();
    expect(await page.locator(":invalid").count()).toBeGreaterThan(0);
    await port(page).fill("no port");
    await goOn(page).click();
    await page.locator("[aria-invalid=true]").waitFor();
    expect(await port(page).inputValue()).toBe("no port");
    expect(await port(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await port(page).fill(String(world.sandbox.port));
    await goOn(page).click();
    await atSignIn(page);
    await signIn(page);
    await decide(page);
    await page.getByRole("heading", { name: "Connected" }).waitFor();
    expect(await status()).toBe("completed");
    expect(problems).toEqual([]);
  });
});

test("the field has a name and a description, and a wrong one says why", async () => {
  const { page } = await openLink({ isBound: false });
  const named = page.getByRole("textbox", { name: "Port", exact: true });
  await named.waitFor();
  const descriptionOf = async () =>
    await named.evaluate((field) =>
      (field.getAttribute("aria-describedby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "NOTHING")
        .join(" "),
    );
  expect(await descriptionOf()).toContain("For example:");
  await named.fill("no port");
  await goOn(page).click();
  await page.locator("[aria-invalid=true]").waitFor();
  expect(await descriptionOf()).not.toContain("NOTHING");
  expect((await descriptionOf()).length).toBeGreaterThan(20);
  expect(await page.title()).toMatch(/^Not yet: /);
});

test("who cancels is asked nothing", async () => {
  const { page, status } = await openLink({ isBound: true });
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForLoadState();
  await expect.poll(status).toBe("failed");
});

test.each([
  ["light", 1_000],
  ["dark", 1_000],
  ["light", 320],
  ["dark", 320],
] as const)("%s at %i pixels nothing is cut off", async (colorScheme, width) => {
  const viewport = { width, height: 800 };
  const { page } = await openLink({ isBound: false, colorScheme, viewport });
  await goOn(page).waitFor();
  await port(page).fill("no port");
  await goOn(page).click();
  await page.locator("[aria-invalid=true]").waitFor();
  await goOn(page).waitFor();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
