/**
 * How the connect pages look in real Chromium: in every language and from right to left, on a phone and on a
 * large screen, light and dark; nothing cut off, nothing that axe finds. With SCREENSHOTS each is written there.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { launchChromium } from "@grantry/testing/chromium";
import {
  atSignIn,
  closesBy,
  confirm,
  decide,
  lastPress,
  signIn,
} from "@grantry/testing/consent-pages";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { png } from "@grantry/testing/pictures";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const asksConnector = "00112233445566778899aabb";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = process.env["SCREENSHOTS"];
const locales = ["en", "de", "fr", "es", "pt", "ja", "ar-XB"];

let browser: Browser;
let world: World;
let context: BrowserContext | undefined;
let users = 0;

beforeAll(async () => {
  browser = await launchChromium();
  world = await startWorld({
    declare: ({ workspaces: [workspace] }) => {
      const [like] = workspace?.connectors ?? [];
      if (like === undefined) throw new Error("no connector");
      const more = { id: asksConnector, name: "Asks for its port", connection_config: {} };
      workspace?.connectors?.push({ ...like, ...more });
    },
  });
});
afterAll(async () => {
  await world.close();
  await browser.close();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
  await brand({ display_name: null, color: null, support_url: null, privacy_url: null });
  await logo("DELETE");
});

async function brand(branding: Readonly<Record<string, string | null>>): Promise<void> {
  const path = `/v1/workspaces/${ids.workspace}/apps/${ids.app}`;
  const body = { branding };
  const { status } = await ownApiOf(world)("PATCH", path, { as: secrets.workspaceKey, body });
  expect(status).toBe(200);
}

async function logo(method: "PUT" | "DELETE", body?: Uint8Array): Promise<void> {
  const path = `/v1/workspaces/${ids.workspace}/apps/${ids.app}/logo`;
  const { status } = await ownApiOf(world)(method, path, { as: secrets.workspaceKey, body });
  expect(status).toBe(200);
}

interface Opened {
  readonly page: Page;
  /** The same attempt's link, of the browser that is on the page. */
  readonly link: string;
}

interface Wanted extends BrowserContextOptions {
  readonly locale: string;
  readonly connector?: string;
  /** Whether the browser is known from the start. */
  readonly isOwn?: boolean;
  readonly name?: string;
}

/** Opens the connect link of a new user. */
async function open({ locale, connector, isOwn, name, ...options }: Wanted): Promise<Opened> {
  context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  users += 1;
  const email = `user-${users}@example.com`;
  // Whose address nobody has verified is named by the id.
  const user = await apiOf(world).signIn(name ?? `user-${users}`, {
    email,
    email_verified: name === undefined,
  });
  const { body, raw } = await ownApiOf(world)("POST", `/v1/apps/${ids.app}/me/authorizations`, {
    as: user.jwt,
    headers: isOwn === true ? { origin: world.url } : {},
    body: {
      connector_id: connector ?? ids.userConnector,
      locale,
      return_url: "https://app.example.com/settings",
    },
  });
  for (const line of raw.headers.getSetCookie()) {
    const [cookie = "", value = ""] = (line.split(";")[0] ?? "").split("=");
    await context.addCookies([{ name: cookie, value, url: world.url }]);
  }
  const page = await context.newPage();
  await page.goto(body.connect_url);
  return { page, link: body.connect_url };
}

const press = (page: Page, value: string) =>
  page.locator(`button[name=decision][value=${value}]`).click();

/** Two pages close themselves or leave at once: they are held back, to be looked at. */
async function hold(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { setTimeout: later } = window;
    window.close = () => {};
    window.setTimeout = ((work: () => void, ms: number) =>
      ms === 400 ? 0 : later(work, ms)) as typeof setTimeout;
  });
}

async function less(wanted: Wanted): Promise<Page> {
  const { page } = await open(wanted);
  await press(page, "continue");
  await signIn(page, { untick: ["profile"] });
  await decide(page);
  await page.locator(".mark.off").waitFor();
  return page;
}

/** The pages by name, each reached as a person reaches it. */
const pages: Record<string, (wanted: Wanted) => Promise<Page>> = {
  confirmation: async (wanted) => {
    const { page } = await open(wanted);
    await page.locator(".note").waitFor();
    return page;
  },
  "confirmation-own-browser": async (wanted) => {
    const { page } = await open({ ...wanted, connector: asksConnector, isOwn: true });
    expect(await page.locator(".note").count()).toBe(0);
    return page;
  },
  embedded: async (wanted) => {
    const { page } = await open({ ...wanted, userAgent: "Mozilla/5.0 (Linux; Android 14; wv)" });
    await page.locator("a.button").waitFor();
    return page;
  },
  "value-refused": async (wanted) => {
    const { page } = await open({ ...wanted, connector: asksConnector });
    await page.locator("input[type=text]").fill("no port");
    await press(page, "continue");
    await page.locator("[aria-invalid=true]").waitFor();
    return page;
  },
  "long-names": async (wanted) => {
    const name = `${"Wolfeschlegelsteinhausenbergerdorff".repeat(2)} 👩‍👩‍👧‍👦 شركة 株式会社`;
    return (await open({ ...wanted, name })).page;
  },
  refused: async (wanted) => {
    const { page } = await open(wanted);
    await hold(page);
    await press(page, "cancel");
    await page.locator("details").waitFor();
    return page;
  },
  failed: async (wanted) => {
    const { page } = await open(wanted);
    await press(page, "continue");
    await signIn(page, { untick: ["calendar.read"] });
    await decide(page);
    await page.locator("details").waitFor();
    return page;
  },
  connected: async (wanted) => {
    const { page } = await open(wanted);
    await hold(page);
    await press(page, "continue");
    await signIn(page);
    await decide(page);
    await page.locator(".mark").waitFor();
    return page;
  },
  less,
  stands: async (wanted) => {
    const page = await less(wanted);
    await page.locator("form button.primary").click();
    await hold(page);
    await press(page, "cancel");
    await page.locator("details").waitFor();
    return page;
  },
  "stands-failed": async (wanted) => {
    const page = await less(wanted);
    await page.locator("form button.primary").click();
    await press(page, "continue");
    await signIn(page, { account: "sandbox-bo" });
    await decide(page);
    await page.locator("details").waitFor();
    return page;
  },
  branded: async (wanted) => {
    await brand({
      display_name: "Daybook",
      color: "#c2410c",
      support_url: "mailto:help@daybook.example.com",
      privacy_url: "https://daybook.example.com/privacy",
    });
    await logo("PUT", png(96));
    const { page } = await open({ ...wanted, connector: asksConnector, isOwn: true });
    const shown = page.getByRole("img", { name: "Daybook" });
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(96);
    return page;
  },
  expired: async ({ locale: _, ...options }) => {
    context = await browser.newContext({ reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    await page.goto(`${world.url}/api/external-auth/connect/x`);
    return page;
  },
};

const overflowOf = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    // What sticks out of the sheet, or is cut off inside of its own box.
    const cut = [...document.querySelectorAll("main *, footer *")].filter(
      (one) =>
        one instanceof HTMLElement && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0,
    );
    return [scrollWidth - clientWidth, ...cut.map((one) => one.outerHTML.slice(0, 80))];
  });

async function violationsOf(page: Page): Promise<string[]> {
  const options = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] };
  // The page's own policy lets no other script run in it: axe runs beside it.
  await page.evaluate(axe);
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`;
  return await page.evaluate<string[]>(run);
}

const screens = [
  ["light", 1_440, 900],
  ["dark", 1_440, 900],
  ["light", 390, 844],
  ["dark", 390, 844],
] as const;

async function take(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `connect-${name}.png`), fullPage: true });
}

/** Buttons that approve something show after a second. */
async function settled(page: Page): Promise<void> {
  const button = page.locator(".deliberate form button").first();
  if ((await button.count()) > 0) await button.waitFor();
}

/** The page again, as it is in another language. */
async function speak(page: Page, locale: string): Promise<void> {
  const { db } = world.app.context.store;
  await db.updateTable("authorizations").set({ locale }).execute();
  await page.setExtraHTTPHeaders({ "accept-language": locale });
  await page.reload();
}

test.each(Object.keys(pages))(
  "%s: whole in every size, colour and language; no violation",
  async (name) => {
    const page = (await pages[name]?.({ locale: "en" })) as Page;
    for (const [colorScheme, width, height] of screens) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await settled(page);
      expect(await overflowOf(page), `${width} ${colorScheme}`).toEqual([0]);
      expect(await violationsOf(page), `${width} ${colorScheme}`).toEqual([]);
      await take(page, `${name}-${width}-${colorScheme}`);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    for (const locale of locales) {
      await speak(page, locale);
      const spoken = name === "expired" && locale === "ar-XB" ? "en" : locale;
      expect(await page.locator("html").getAttribute("lang")).toBe(spoken);
      if (folder !== undefined) await settled(page);
      expect(await overflowOf(page), locale).toEqual([0]);
      await take(page, `${name}-320-${locale}`);
    }
  },
);

test("departure: the same, although nobody sees it for long", async () => {
  const { page, link } = await open({ locale: "en", viewport: { width: 390, height: 844 } });
  const token = (await page.locator("[name=token]").first().getAttribute("value")) ?? "";
  const { db } = world.app.context.store;
  for (const locale of locales) {
    await db.updateTable("authorizations").set({ locale }).execute();
    const form = { decision: "continue", token };
    const answer = await page.context().request.post(link, { form });
    expect(answer.status()).toBe(200);
    const body = (await answer.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
    // As the server sends it, policy and all: without its own policy a page has no style.
    await page.route(link, (route) => route.fulfill({ response: answer, body }));
    await page.goto(link);
    expect(await page.locator("main").evaluate((main) => getComputedStyle(main).display)).toBe(
      "grid",
    );
    expect(await page.locator("html").getAttribute("lang")).toBe(locale);
    expect(await overflowOf(page), locale).toEqual([0]);
    expect(await violationsOf(page), locale).toEqual([]);
    await take(page, `departure-390-${locale}`);
  }
});

test("from right to left the sheet is mirrored: logos, marks and lists begin at the right", async () => {
  const viewport = { width: 1_000, height: 800 };
  const placesOf = async (locale: string) => {
    const { page } = await open({ locale, viewport });
    const sheet = (await page.locator("main").boundingBox()) ?? { x: 0, width: 0 };
    const middle = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox();
      if (box === null) throw new Error(`nothing at ${selector}`);
      return Math.round(box.x + box.width / 2 - sheet.x);
    };
    const seen = {
      app: await middle(".tile.app"),
      ask: await middle(".note .mark"),
      check: await middle(".asks .mark"),
    };
    await context?.close();
    return { seen, width: Math.round(sheet.width) };
  };
  const ltr = await placesOf("en");
  const rtl = await placesOf("ar-XB");
  expect(rtl.width).toBe(ltr.width);
  for (const part of ["app", "ask", "check"] as const) {
    expect(ltr.seen[part], part).toBeLessThan(ltr.width / 3);
    expect(Math.abs(rtl.seen[part] - (ltr.width - ltr.seen[part])), part).toBeLessThanOrEqual(2);
  }
});

test("a person tries again from the page that told of the failure, and connects", async () => {
  const page = await (pages["failed"] as (wanted: Wanted) => Promise<Page>)({ locale: "en" });
  await page.getByRole("button", { name: "Try again" }).click();
  await confirm(page);
  await signIn(page);
  await decide(page);
  await page.waitForURL(/^https:\/\/app\.example\.com\/settings\?/).catch(() => {});
  await page.unrouteAll();
  const { db } = world.app.context.store;
  const attempts = await db
    .selectFrom("authorizations")
    .select("status")
    .orderBy("created_at")
    .execute();
  expect(attempts.at(-1)?.status).toBe("completed");
});

test("a person who left something out grants it from the page that says so, or does not", async () => {
  const page = await (pages["less"] as (wanted: Wanted) => Promise<Page>)({ locale: "en" });
  await page.getByRole("heading", { name: /^Connected, with less access than Test app/ }).waitFor();
  const left = page.getByRole("list", { name: "Not granted:" });
  expect(await left.getByRole("listitem").allTextContents()).toEqual(["See your sandbox name"]);
  const notNow = page.getByRole("link", { name: "Not now" });
  expect(await notNow.getAttribute("href")).toMatch(/^https:\/\/app\.example\.com\/settings\?/);
  await page.getByRole("button", { name: "Grant it now" }).focus();
  await page.keyboard.press("Enter");
  await confirm(page);
  await signIn(page);
  await hold(page);
  await decide(page);
  await page.getByRole("heading", { name: "Connected", exact: true }).waitFor();
  expect(await page.locator(".mark.off").count()).toBe(0);
});

test("a popup that a page of the provider's cut off from its opener closes by the link back, too", async () => {
  const { page, link } = await open({ locale: "en" });
  const app = "https://app.example.com";
  const asked: string[] = [];
  await page.context().route(`${app}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    const script = pathname === "/cut" ? `location.replace(${JSON.stringify(link)})` : "";
    const headers = {
      "cross-origin-opener-policy": pathname === "/cut" ? "same-origin" : "unsafe-none",
    };
    const body = `<!doctype html><title>App</title><script>${script}</script>`;
    return route.fulfill({ contentType: "text/html", headers, body });
  });
  await page.goto(`${app}/settings`);
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate(`void window.open("${app}/cut", "_blank", "popup")`),
  ]);
  await press(popup, "continue");
  await signIn(popup, { untick: ["profile"] });
  await decide(popup);
  const notNow = popup.getByRole("link", { name: "Not now" });
  await notNow.waitFor();
  expect(await popup.evaluate<boolean>("window.opener === null")).toBe(true);
  await closesBy(popup, () => lastPress(notNow));
  expect(asked).toEqual(["/settings", "/cut"]);
});

test("a window that no script has opened has no button that could not close it", async () => {
  const { page, link } = await open({ locale: "en" });
  await page.goto("about:blank");
  await page.goto(link);
  await press(page, "continue");
  await atSignIn(page);
  await signIn(page, { untick: ["calendar.read"] });
  await decide(page);
  await page.locator("details").waitFor();
  expect(await page.getByRole("button", { name: "Close this window" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: "Back to Test app" }).isVisible()).toBe(true);
});
