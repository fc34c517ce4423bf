/** A workspace for production in real Chromium: what elsewhere ends by a click has its name typed first. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const seatFor = seatsAt(() => dashboard);
const second = "00112233445566778899aabb";
const workspace = "Labs  日本語";

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [first] }) => {
      if (first === undefined) return;
      first.environment = "production";
      first.name = workspace;
      const [like] = first.connectors ?? [];
      if (like !== undefined) first.connectors?.push({ ...like, id: second, name: "Second" });
    },
  });
  const api = apiOf(dashboard.world);
  for (const user of ["mia", "bo", "cy"]) await connect(api, user, ids.userConnector);
  await connect(api, "cy", second);
});
afterAll(() => dashboard.close());

async function sit(path: string): Promise<Page> {
  const seat = await seatFor("owner");
  await seat.go(path);
  return seat.page;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const token = async (user: string, connector: string = ids.userConnector) =>
  (await apiOf(dashboard.world).tokenOf(user, connector)).status;

/**
 * Presses the button of the dialog that is open, without the name and with another: the dialog says which name it wants.
 * Then the name is typed, and Enter pressed, after `before` was looked at.
 */
async function typed(page: Page, does: string, name: string, before: () => Promise<void>) {
  const dialog = page.getByRole("dialog");
  await expect.poll(() => button(page, does).last().isEnabled()).toBe(true);
  await dialog.getByRole("button", { name: does }).click();
  await dialog.getByText(`This is not the name. Type ${name}.`).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const field = dialog.getByLabel(`This workspace is for production. Type ${name} to continue`);
  await field.fill(`${name}x`);
  await page.keyboard.press("Enter");
  await dialog.getByText(`This is not the name. Type ${name}.`).waitFor();
  await before();
  await field.fill(name);
  await page.keyboard.press("Enter");
}

/** Follows a user from the list of connections. */
async function openConnection(page: Page, user: string): Promise<string> {
  await page.getByRole("searchbox").fill(user);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getByRole("table").getByRole("row").count()).toBe(2);
  await page.getByRole("table").getByRole("link").first().click();
  await button(page, "Disconnect…").click();
  const title = await page.getByRole("dialog").getByRole("heading").textContent();
  return (title ?? "").replace(/^Disconnect (.*)\?$/u, "$1");
}

test("a connection is disconnected once its account is typed", async () => {
  const page = await sit("connections");
  const account = await openConnection(page, "mia");
  expect(account).toMatch(/@/u);
  await typed(page, "Disconnect", account, async () => expect(await token("mia")).toBe(200));
  await page.getByText("Disconnected. The grant was revoked at").waitFor();
  expect(await token("mia")).toBe(404);
});

test("many are disconnected once the workspace's name is typed; to refresh them asks for none", async () => {
  const page = await sit("connections?status=active");
  await expect.poll(() => page.getByRole("table").getByRole("row").count()).toBe(4);
  await page.getByRole("checkbox").first().waitFor();
  for (const key of ["j", "x"]) await page.keyboard.press(key);
  await page.getByText("1 selected").waitFor();
  await button(page, "Select all that match").click();
  await button(page, "Refresh now…").click();
  await page.getByRole("dialog").getByText("3 connections of 1 app:").waitFor();
  expect(await page.getByRole("dialog").getByRole("textbox").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await button(page, "Clear selection").click();

  await page.getByRole("searchbox").fill("bo");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getByRole("table").getByRole("row").count()).toBe(2);
  await page.getByRole("checkbox").first().check();
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Disconnect…" })
    .click();
  // As a label shows it: its two spaces are one there.
  await typed(page, "Disconnect 1 connection", "Labs 日本語", async () =>
    expect(await token("bo")).toBe(200),
  );
  await page.getByText("All of it is done.").waitFor();
  expect(await token("bo")).toBe(404);
});

test("a user's connections, one and all, are disconnected once account or user is typed", async () => {
  const page = await sit(`apps/${ids.app}/users`);
  await page.getByRole("link", { name: /cy/ }).click();
  await button(page, "Disconnect all…").click();
  await page.getByRole("heading", { name: /^Disconnect 2 connections of / }).waitFor();
  const name = ((await page.getByRole("dialog").getByRole("heading").textContent()) ?? "").replace(
    /^Disconnect 2 connections of (.*)\?$/u,
    "$1",
  );
  await typed(page, "Disconnect 2 connections", name, async () => {
    expect(await token("cy")).toBe(200);
    expect(await token("cy", second)).toBe(200);
  });
  await page.getByText("All of it is done.").waitFor();
  expect(await token("cy")).toBe(404);
  expect(await token("cy", second)).toBe(404);
});

test("an origin of an app is removed once it is typed", async () => {
  const page = await sit(`apps/${ids.app}/origins`);
  const origin = "https://daybook.example";
  await page.getByLabel("Another origin").fill(origin);
  await page.keyboard.press("Enter");
  await button(page, `Remove ${origin}`).click();
  await typed(page, "Remove origin", origin, async () => {
    await expect.poll(() => page.locator("code", { hasText: origin }).count()).toBe(1);
  });
  await page.getByText("The origin is removed.").waitFor();
  await expect.poll(() => page.locator("code", { hasText: origin }).count()).toBe(0);
});
