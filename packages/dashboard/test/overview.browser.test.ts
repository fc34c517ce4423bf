/** Overview and first steps on the dashboard, in real Chromium at the real server. */

import { flushNotes } from "@grantry/server/service/engine/index";
import { countStates } from "@grantry/server/service/overview/count-states";
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name });
const heading = (page: Page, name: string | RegExp, level = 1) =>
  page.getByRole("heading", { name, level });
const context = () => dashboard.world.app.context;

test("an overview that cannot be loaded says so below its heading, and is tried again", async () => {
  const { page, go } = await sit("owner");
  await page.route("**/first-steps", (route) => route.fulfill({ status: 503, json: {} }));
  await go("");
  await page.getByText("The overview could not be loaded.").waitFor();
  await heading(page, "Overview").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Nothing is connected yet.").waitFor();
  expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
});

test("a workspace in which nothing is connected begins with its first steps, which tick themselves off", async () => {
  const { page, go } = await sit("owner");
  await go("");
  await heading(page, "Overview").waitFor();
  await heading(page, "Done: Create an app", 2).waitFor();
  await heading(page, "Next: Connect once yourself", 2).waitFor();
  // What needs attention is listed here, too: as many things as the side bar says.
  const listed = page.getByRole("region", { name: "Needs attention" }).getByRole("listitem");
  await listed.first().waitFor();
  await link(page, new RegExp(`^Overview ${await listed.count()} things? need`)).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const api = apiOf(dashboard.world);
  for (const user of ["ada", "bo", "cy"]) await connect(api, user, ids.userConnector);
  await go("first-steps");
  await heading(page, "Next: Copy the code", 2).waitFor();
  expect(await page.locator("pre").first().textContent()).toContain(ids.userConnector);
  expect(await violationsOf(page)).toEqual([]);
  // Something is connected, and the steps that are left stay on the overview.
  await go("");
  const left = page.getByRole("region", { name: "First steps" });
  await left.getByText("4 of 6 steps are done.").waitFor();
  await page.locator(".fig").first().waitFor();
  expect(await left.locator(".firststeps > li > .stack > h3").allTextContents()).toEqual([
    "Next: Copy the code",
    "Put it into production",
  ]);
  expect(await violationsOf(page)).toEqual([]);
  await left.getByRole("link", { name: "Show all first steps" }).click();
  await heading(page, "First steps").waitFor();
  await api.tokenOf("ada", ids.userConnector);
  await flushNotes(context());
  await page.reload();
  await heading(page, "Done: Copy the code", 2).waitFor();
  await page.getByText("5 of 6 steps are done.").waitFor({ state: "attached" });
});

test("the first steps stay until somebody hides them in their browser, and can be shown again", async () => {
  const { page, go } = await sit("admin");
  await go("");
  const left = page.getByRole("region", { name: "First steps" });
  await left.getByText("5 of 6 steps are done.").waitFor();
  await left.getByRole("button", { name: "Hide the first steps" }).focus();
  await page.keyboard.press("Enter");
  await left.waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("main");
  await page.reload();
  await page.locator(".fig").first().waitFor();
  expect(await left.count()).toBe(0);
  await go("first-steps");
  await button(page, "Show them on the overview").click();
  await go("");
  await left.waitFor();
});

test("the overview tells what needs somebody, leads there, and what it counts as a table", async () => {
  await countStates(context());
  const needing = { status: "needs_reauth", reason: "revoked" } as const;
  const { db } = context().store;
  await db.updateTable("connections").set(needing).where("user_id", "<>", "ada").execute();
  const { page, go } = await sit("owner");
  await go("");
  await page.getByText("2 people must reconnect").first().waitFor();
  await page.getByText("2 revoked access at").waitFor();
  const { body } = await workspaceApiOf(dashboard.world)("GET", "attention");
  const count = body.data.length;
  await link(page, new RegExp(`^Overview ${count} things? need`)).waitFor();
  await page.locator(".fig .v").first().getByText("1", { exact: true }).waitFor();
  await page.getByText("0 worked, 0 failed").waitFor();
  await page.getByText("As counted in the hour from").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByText("Show as table: Tokens served").click();
  await page.getByRole("table", { name: "Tokens served" }).waitFor();
  // Not with a button half below the bar at the top, which stays there.
  await page.evaluate("window.scrollTo(0, 0)");
  expect(await violationsOf(page)).toEqual([]);
  await link(page, "30 days").click();
  await page.waitForURL("**?period=30d");
  expect(await violationsOf(page)).toEqual([]);
  await link(page, "Show the 2").click();
  await page.waitForURL(/connections\?status=needs_reauth&connector=/);
});

test("what is ignored goes away, by keyboard alone, and the number with it", async () => {
  const { page, go } = await sit("admin", { colorScheme: "dark" });
  await go("");
  const ignore = button(page, /^Ignore ?: 2 people must reconnect/);
  await ignore.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await tabTo(page, "Ignore: 2 people must reconnect");
  await page.keyboard.press("Enter");
  await page.getByText("Ignored for a week.").waitFor();
  await ignore.waitFor({ state: "detached" });
  const { body } = await workspaceApiOf(dashboard.world)("GET", "attention");
  expect(body.ignored).toBe(1);
  await page.getByText("set aside for a week").first().waitFor();
});

test("a viewer is told who may ignore, and who may read the changes", async () => {
  await context().store.db.deleteFrom("ignored_attention").execute();
  const { page, go } = await sit("viewer", { viewport: { width: 390, height: 900 } });
  await go("");
  await page.getByText("2 people must reconnect").first().waitFor();
  await page.getByText("Needs the role member.").first().waitFor();
  await page.getByText("Needs the role admin.").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
});

test("a figure that cannot be loaded says so and is tried again; the rest stays", async () => {
  const { page, go, context: browser } = await sit("owner");
  await browser.route("**/statistics?metric=refreshes*", (route) => route.abort());
  await go("");
  await page.getByText("2 people must reconnect").first().waitFor();
  await page.getByText("This figure could not be loaded.").waitFor();
  await browser.unroute("**/statistics?metric=refreshes*");
  await button(page, "Try again").click();
  await page.getByText("0 worked, 0 failed").waitFor();
});

/** Goes on by Tab until something whose text begins so has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate("document.activeElement?.textContent ?? ''");
    if (String(focused).startsWith(text)) return;
  }
  throw new Error(`${text} cannot be reached by Tab.`);
}
