/** The dashboard in real Chromium at a real server, for its tests and for its pictures. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchChromium } from "@grantry/testing/chromium";
import { ids, startWorld, type World, type WorldOptions } from "@grantry/testing/harness";
import { declareMembers, password } from "@grantry/testing/operators";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { buildDashboard } from "../build.ts";

export interface Dashboard {
  readonly world: World;
  readonly browser: Browser;
  /** A new browser, with somebody signed in by the page. Fails the test by `said` on whatever the console says. */
  signIn(role: string, options?: BrowserContextOptions): Promise<Seat>;
  close(): Promise<void>;
}

export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Whatever the page said in its console, and what it asked of others than the server. */
  readonly said: string[];
  /** Opens an address of the workspace: `connectors`. */
  go(path: string): Promise<void>;
}

/** The address of a page of the test's workspace. */
export const addressOf = (world: Pick<World, "url">, path: string) =>
  `${world.url}/dashboard/workspaces/${ids.workspace}/${path}`;

export async function startDashboard(options: WorldOptions = {}): Promise<Dashboard> {
  await buildDashboard();
  const { declare } = options;
  const world = await startWorld({
    ...options,
    declare: (bootstrap, sandbox) => {
      declareMembers(bootstrap);
      declare?.(bootstrap, sandbox);
    },
  });
  const browser = await launchChromium();
  return {
    world,
    browser,
    signIn: (role, of) => signIn({ world, browser }, role, of),
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
}

async function signIn(
  { world, browser }: Pick<Dashboard, "world" | "browser">,
  role: string,
  options: BrowserContextOptions = {},
): Promise<Seat> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => {
    // A refusal of the server is in the console of every browser; the page itself says nothing.
    if (!message.text().startsWith("Failed to load resource")) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(String(error.stack ?? error.message)));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(world.url).origin) said.push(request.url());
  });
  await page.goto(`${world.url}/dashboard`);
  await page.getByLabel(/e-?mail/i).fill(`${role}@example.com`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("main").waitFor();
  return { context, page, said, go: (path) => page.goto(addressOf(world, path)).then(() => {}) };
}

let axe: Promise<string> | null = null;

/** Put into words on the page: all that axe found right as well is some hundred times as much to bring here. */
const broken = `axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
  nodes.map(({ html, failureSummary = "" }) => id + ": " + help + "\\n" + html + "\\n" + failureSummary)))`;

/** What is paused, or goes on for ever, comes to no end. */
const stillness = `Promise.allSettled(document.getAnimations()
  .filter((one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished))`;

/** Of pages or views beside each other one is the current one. */
const twoCurrent = `[...document.querySelectorAll("nav")]
  .filter((nav) => nav.querySelectorAll("[aria-current]").length > 1)
  .map((nav) => "two links are current: " + nav.ariaLabel)`;

/** What breaks WCAG 2.2 AA on the page as it is, one text each; none is as it should be. */
export async function violationsOf(page: Page): Promise<string[]> {
  axe ??= readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  // What moves, or is dimmed until the newer rows are there, is not how the page is read.
  await page.locator(".stale").first().waitFor({ state: "detached" });
  await page.evaluate(stillness);
  // By the debugger's protocol: the page's policy allows no script of others.
  await page.evaluate(await axe);
  return [
    ...(await page.evaluate<string[]>(broken)),
    ...(await page.evaluate<string[]>(twoCurrent)),
  ];
}
