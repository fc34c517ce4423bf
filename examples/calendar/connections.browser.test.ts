/** The page with the SDK's element in a real browser, with the whole demo behind it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchChromium } from "@grantry/testing/chromium";
import { answerAndClose, atSignIn, decide, signIn } from "@grantry/testing/consent-pages";
import { reservePort } from "@grantry/testing/free-port";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Demo, startDemo } from "./demo.ts";

let browser: Browser;
let context: BrowserContext;
let dataDir: string;
let demo: Demo;
/** What the page said that it should not. */
const said: string[] = [];

const start = (ports: { server: number; sandbox: number; example: number }) =>
  startDemo({
    dataDir,
    serverPort: ports.server,
    sandboxPort: ports.sandbox,
    examplePort: ports.example,
    logLevel: "silent",
  });

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), "daybook-")), "data");
  const [server, sandbox, example] = [
    await reservePort(),
    await reservePort(),
    await reservePort(),
  ];
  demo = await start({ server, sandbox, example });
  context = await browser.newContext();
  context.setDefaultTimeout(20_000);
});
afterEach(async () => {
  await context.close();
  await demo.close();
  await rm(join(dataDir, ".."), { recursive: true });
  expect(said.splice(0)).toEqual([]);
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const sees = (page: Page, text: string) =>
  page.locator(":not([role=status])").getByText(text).first().waitFor();
const focused = (page: Page) =>
  page.evaluate<string>(
    `document.activeElement?.shadowRoot?.activeElement?.textContent ?? document.activeElement?.textContent`,
  );

/** The page, signed in as Mia. */
async function open(): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => {
    const isOurs = page.url().startsWith(demo.exampleUrl);
    if (isOurs && !message.text().startsWith("Failed to load resource")) said.push(message.text());
  });
  await page.goto(`${demo.exampleUrl}/connections`);
  await button(page, "Sign in as Mia").click();
  await page.getByRole("list").getByText("My calendar").waitFor();
  return page;
}

async function connect(page: Page, press: () => Promise<unknown>): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), press()]);
  await atSignIn(popup);
  await answerAndClose(popup);
  await sees(page, "ada@sandbox.example");
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(
    await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8"),
  );
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })`,
  )) as { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} ${html} ${failureSummary}`),
  );
}

test("a user connects, and disconnects after being asked", async () => {
  const page = await open();
  await sees(page, "Not connected");
  expect(await violations(page)).toEqual([]);
  await connect(page, () => button(page, "Connect My calendar").click());
  await sees(page, "Active");
  await page.goto(demo.exampleUrl);
  await sees(page, "Design review");
  await page.goto(`${demo.exampleUrl}/connections`);
  await button(page, "Disconnect My calendar").click();
  await sees(page, "Daybook");
  expect(await violations(page)).toEqual([]);
  await page.locator("[data-action=confirm]").click();
  await sees(page, "Disconnected");
  expect(demo.sandbox.ledger.liveGrants()).toBe(0);
});

test("by keyboard alone, in the dark", async () => {
  await context.close();
  context = await browser.newContext({ colorScheme: "dark" });
  const page = await open();
  expect(await violations(page)).toEqual([]);
  while ((await focused(page)) !== "Connect") await page.keyboard.press("Tab");
  await connect(page, () => page.keyboard.press("Enter"));
  await expect.poll(() => focused(page)).toBe("Disconnect");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Keep");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await sees(page, "Disconnected");
  await expect.poll(() => focused(page)).toBe("Connect");
});

test("where the browser blocks the window, the page is left and come back to", async () => {
  await context.addInitScript("window.open = () => null");
  const page = await open();
  await button(page, "Connect My calendar").click();
  await sees(page, "Your browser blocked the window.");
  await button(page, "Open it here My calendar").click();
  await atSignIn(page);
  await signIn(page);
  await decide(page);
  await sees(page, "ada@sandbox.example");
});

test("what the provider has forgotten needs reconnecting, in the row", async () => {
  const page = await open();
  await connect(page, () => button(page, "Connect My calendar").click());
  const portOf = (url: string) => Number(new URL(url).port);
  const ports = {
    server: portOf(demo.serverUrl),
    sandbox: portOf(demo.sandboxUrl),
    example: portOf(demo.exampleUrl),
  };
  await demo.close();
  demo = await start(ports);
  // The calendar's own page finds out, since it asks the provider.
  await page.goto(demo.exampleUrl);
  await button(page, "Sign in as Mia").click();
  await sees(page, "Connection ended");
  await page.goto(`${demo.exampleUrl}/connections`);
  await sees(page, "Needs reconnecting");
  expect(await violations(page)).toEqual([]);
  await connect(page, () => button(page, "Reconnect My calendar").click());
  await sees(page, "Active");
});
