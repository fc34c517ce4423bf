/** Search or jump to, the keys of every page, and where the focus goes, in real Chromium. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const seatFor = seatsAt(() => dashboard);
const odd = `<b onclick="alert(1)">日本語 مرحبا`;

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [workspace] }) => {
      for (const connector of workspace?.connectors ?? []) connector.name = "Zoë's calendar";
    },
  });
  const api = apiOf(dashboard.world);
  await connect(api, "user-07", ids.userConnector);
  await connect(api, odd, ids.userConnector);
});
afterAll(() => dashboard.close());

async function sit(role = "owner"): Promise<Seat> {
  const seat = await seatFor(role);
  await seat.go("connectors");
  await seat.page.getByRole("heading", { level: 1, name: "Connectors" }).waitFor();
  return seat;
}

const dialog = (page: Page) => page.getByRole("dialog", { name: "Search or jump to" });
const field = (page: Page) => page.getByRole("combobox", { name: /Page, connector/ });
const heading = (page: Page, name: string) =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const option = (page: Page, name: RegExp | string) => page.getByRole("option", { name });

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await field(page).fill(text);
}

test("by keyboard alone: a page, a connector without its accent, an app, a person, an action", async () => {
  const { page } = await sit();
  await search(page, "audit");
  await option(page, "Audit log").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await heading(page, "Audit log");
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("main");
  expect(await page.title()).toBe("Audit log · Grantry");

  await search(page, "ZOE cal");
  await option(page, /Zoë's calendar/)
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await heading(page, "Zoë's calendar");

  await search(page, "Other app of");
  await option(page, /Other app/).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/apps\/app_other/);

  await search(page, "viewer@example");
  await option(page, /viewer@example\.com/).waitFor();
  await page.keyboard.press("Enter");
  await heading(page, "People");

  await search(page, "invite");
  await option(page, "Invite someone").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/dialog=invite/);
  await page.getByRole("dialog", { name: /Invite/ }).waitFor();
});

test("who goes elsewhere before a page has come is not taken back to it", async () => {
  const { page, context } = await sit();
  await search(page, "Other app of");
  await option(page, /Other app/).waitFor();
  const arrival = Promise.withResolvers<void>();
  const held: Promise<void>[] = [];
  await context.route("**/*.js", (route) => {
    held.push(arrival.promise.then(() => route.continue()));
  });
  await page.keyboard.press("Enter");
  await expect.poll(() => held.length).toBeGreaterThan(0);

  await search(page, "viewer@example");
  await option(page, /viewer@example\.com/).waitFor();
  await page.keyboard.press("Enter");
  arrival.resolve();
  await Promise.all(held);
  await heading(page, "People");
  await page
    .getByRole("link", { name: "People" })
    .and(page.locator("[aria-current=page]"))
    .waitFor();
});

test("finds a user's connections, whose id then stands in no address", async () => {
  const { page } = await sit("viewer");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const [user, text] of [
    ["user-07", /user-07/],
    [odd, odd],
    // By the account at the service.
    ["ada@sandbox", /user-07/],
  ] as const) {
    await search(page, user);
    await option(page, text).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.waitForURL(/connections\/conn_/);
    await page.getByText("Works.").waitFor();
  }
  expect(decodeURIComponent(asked.join())).not.toMatch(/user-07|onclick|ada@/);
});

test("the arrows go round, the chosen one is told, a click opens, Escape gives the focus back", async () => {
  const { page } = await sit();
  const opener = page.getByRole("button", { name: "Search or jump to" });
  await opener.click();
  const active = () => field(page).getAttribute("aria-activedescendant");
  const chosen = () => page.getByRole("option", { selected: true });
  // Of all that comes from the server people come last: nothing is added any more.
  await option(page, /viewer@example\.com/).waitFor();
  await expect.poll(() => chosen().count()).toBe(1);
  const first = await active();
  await page.keyboard.press("ArrowDown");
  expect(await active()).not.toBe(first);
  await page.keyboard.press("ArrowUp");
  expect(await active()).toBe(first);
  await page.keyboard.press("ArrowUp");
  expect(await active()).not.toBe(first);
  expect(await chosen().getAttribute("id")).toBe(await active());
  await page.keyboard.press("ArrowDown");
  expect(await active()).toBe(first);
  await field(page).fill("nothing is called this");
  await dialog(page).getByText("Nothing is called that.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => dialog(page).count()).toBe(0);
  await expect.poll(() => opener.evaluate((one) => one === document.activeElement)).toBe(true);
  await opener.click();
  await field(page).fill("people");
  await option(page, "People").click();
  await heading(page, "People");
});

test("what the arrows chose stays chosen where others come above it", async () => {
  const { page, context } = await sit();
  const arrival = Promise.withResolvers<void>();
  const held: Promise<void>[] = [];
  await context.route("**/apps?**", (route) => {
    held.push(arrival.promise.then(() => route.continue()));
  });
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Connectors" }).waitFor();
  await search(page, "er");
  await option(page, /owner@example\.com/).waitFor();
  await page.keyboard.press("ArrowUp");
  const chosen = () => page.getByRole("option", { selected: true }).textContent();
  const before = await chosen();
  expect(await option(page, /Other app/).count()).toBe(0);
  arrival.resolve();
  await Promise.all(held);
  await option(page, /Other app/).waitFor();
  expect(await chosen()).toBe(before);
});

test("says where connections cannot be searched, and finds the rest", async () => {
  const { page, context } = await sit();
  await context.route("**/connections/search", (route) => route.fulfill({ status: 500 }));
  await search(page, "people");
  await dialog(page)
    .getByText(/could not be searched/)
    .waitFor();
  await option(page, "People").waitFor();
});

test("single keys go places, outside of fields and dialogs, and can be switched off", async () => {
  const { page, go } = await sit();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("g", "a");
  await heading(page, "Audit log");
  await press("g", "p");
  await heading(page, "Apps");
  await press("g", "c");
  await heading(page, "Connections");
  await press("/");
  await expect.poll(() => page.evaluate("document.activeElement.type")).toBe("search");
  // What is typed is typed.
  await press("g", "a", "?");
  expect(await page.getByRole("searchbox").inputValue()).toBe("ga?");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("searchbox").fill("");
  await page.getByRole("heading", { level: 1 }).click();
  await press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await press("g", "a");
  await page.getByLabel("Use single keys in this browser").uncheck();
  await press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await press("g", "a");
  await go("people");
  await heading(page, "People");
  await press("g", "a", "?");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await heading(page, "People");
  // With a modifier it is no single key.
  await press("Control+k");
  await field(page).waitFor();
});

test("at 390 wide and in the dark nothing scrolls sideways", async () => {
  const seat = await seatFor("owner", {
    viewport: { width: 390, height: 800 },
    colorScheme: "dark",
  });
  const { page, go } = seat;
  await go("connectors");
  await page.getByRole("button", { name: "Search or jump to" }).click();
  await field(page).fill("a");
  await page.getByRole("option").first().waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  expect(await violationsOf(page)).toEqual([]);
});

test("the first Tab of a page skips to its content", async () => {
  const { page } = await sit();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("main");
});
