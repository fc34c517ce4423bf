/** Connections on the dashboard, in real Chromium: who is connected at a real sandbox, and what ends it. */
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);
const users = Array.from({ length: 55 }, (_, at) => `user-${String(at).padStart(2, "0")}`);
const odd = `<b onclick="alert(1)">日本語 مرحبا`;

beforeAll(async () => {
  dashboard = await startDashboard();
  const api = apiOf(dashboard.world);
  for (const user of [...users, odd]) await connect(api, user, ids.userConnector);
});
afterAll(() => dashboard.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const rows = (page: Page) => page.getByRole("table").getByRole("row");

/** Looks for a user, whose id then stands in no address. */
async function search(page: Page, userId: string): Promise<void> {
  await page.getByRole("searchbox").fill(userId);
  await page.keyboard.press("Enter");
  await expect.poll(() => rows(page).count()).toBe(2);
}

test("are listed page by page, filtered by the address, and found by user", async () => {
  const { page, go, said } = await sit("viewer");
  await go("connections");
  await expect.poll(() => rows(page).count()).toBe(51);
  await page.getByText("50 of 56 connections").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Show more").click();
  await expect.poll(() => rows(page).count()).toBe(users.length + 2);
  await page.getByLabel("State").selectOption("Disconnected");
  await page.getByText("No connection matches.").waitFor();
  expect(page.url()).toContain("status=disconnected");
  expect(await violationsOf(page)).toEqual([]);
  // The address is what is shown: a colleague who opens it sees the same.
  await page.reload();
  await page.getByText("No connection matches.").waitFor();
  await button(page, "Clear filters").last().click();
  await expect.poll(() => rows(page).count()).toBe(51);

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await search(page, "user-07");
  await page.getByRole("link", { name: "user-07" }).waitFor();
  expect(asked.join()).not.toContain("user-07");
  expect(page.url()).not.toContain("user-07");
  await search(page, odd);
  await page.getByRole("link", { name: odd }).click();
  await page.getByText("Works.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(said).toEqual([]);
});

test("are refreshed, and disconnected with a receipt", async () => {
  const { page, go } = await sit("owner");
  await go("connections");
  await search(page, "user-01");
  await page.getByRole("link", { name: "user-01" }).click();
  await page.getByText("Works.").waitFor();
  const before = dashboard.world.sandbox.ledger.count("refresh");
  await button(page, "Refresh now").click();
  await page.getByText("A refresh worked.").first().waitFor();
  expect(dashboard.world.sandbox.ledger.count("refresh")).toBe(before + 1);
  await button(page, "Disconnect…").click();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Cancel").click();
  await button(page, "Disconnect…").click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByText("Disconnected. The grant was revoked at").waitFor();
  await page.getByText("Disconnected", { exact: true }).waitFor();
  expect(await button(page, "Disconnect…").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await go("connections?status=disconnected");
  await expect.poll(() => rows(page).count()).toBe(2);
});

test("that need their person say so, why, and since when", async () => {
  const { page, go } = await sit("owner");
  await go("connections");
  await search(page, "user-02");
  await page.getByRole("link", { name: "user-02" }).click();
  await page.getByText("Works.").waitFor();
  // As where the person has taken it back at the provider.
  dashboard.world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
  await button(page, "Refresh now").click();
  await page.getByText("User-02 must connect My calendar again.").waitFor();
  await page.getByText("says that access was revoked").first().waitFor();
  await page.getByText("Needs reconnecting").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("tell what happened to them, by day and in sentences, filtered by the address", async () => {
  const { page, go } = await sit("owner");
  await go("connections");
  await search(page, "user-04");
  await page.getByRole("link", { name: "user-04" }).click();
  const history = page.getByRole("region", { name: "History" });
  await history.getByText("user-04 connected").waitFor();
  await button(page, "Refresh now").click();
  await history.getByText("A refresh worked.").waitFor();
  await history.getByText("asked for a refresh.").first().waitFor();
  dashboard.world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
  await button(page, "Refresh now").click();
  await history.getByText("user-04 must reconnect.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await history.getByRole("link", { name: "Problems" }).focus();
  await page.keyboard.press("Enter");
  await history.getByText("A refresh worked.").waitFor({ state: "detached" });
  await history.getByText("user-04 must reconnect.").waitFor();
  expect(page.url()).toContain("show=problems");
  await history.getByRole("link", { name: "Changes" }).click();
  await history.getByText("user-04 connected").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("are checked, and their person asked to reconnect by a link that works once", async () => {
  const { page, go, context } = await sit("owner");
  await go("connections");
  await search(page, "user-05");
  await page.getByRole("link", { name: "user-05" }).click();
  await button(page, "Check it").click();
  const checked = page.locator("main").getByText("accepts the grant: it is still valid. Checked");
  await checked.waitFor();
  // By keyboard alone.
  await button(page, "Copy a link to reconnect…").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/dialog=reconnect/);
  await button(page, "Make a link").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  const link = page.getByRole("dialog").locator(".out");
  await link.waitFor();
  const url = (await link.textContent()) ?? "";
  expect(url).toContain("/reconnect/");
  expect(page.url()).not.toContain(new URL(url).pathname.slice(-20));
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "I have copied it").focus();
  await page.keyboard.press("Enter");
  await page.getByText("made a link for user-05 to reconnect.").waitFor();
  // What was found stays, whatever else is done on the page.
  await checked.waitFor();
  // Another browser: nobody is signed in there.
  const person = await dashboard.browser.newContext({ locale: "en-GB" });
  const theirs = await person.newPage();
  await theirs.goto(url);
  await theirs.getByText("The people who run").waitFor();
  expect(theirs.url()).not.toContain(new URL(url).pathname);
  await person.close();
  await context.clearCookies();
});

test("are disconnected many at once: chosen by keyboard, counted, carried out, receipted", async () => {
  const { page, go } = await sit("owner");
  // Of what other tests disconnected nothing is left to be done.
  await go("connections?status=active");
  await expect.poll(() => rows(page).count()).toBe(51);
  // J goes to a row, X selects it.
  for (const key of ["j", "x", "j", "x", "j", "k"]) await page.keyboard.press(key);
  await page.getByText("2 selected").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Disconnect…" })
    .click();
  await page.waitForURL(/dialog=disconnect/);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2 connections of 1 app:").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Disconnect…" })
    .click();
  await dialog.getByRole("button", { name: "Disconnect 2 connections" }).click();
  await page.getByRole("heading", { name: "Disconnect 2 connections" }).waitFor();
  await page.getByText("2 of 2").waitFor();
  await page.getByText("All of it is done.").waitFor();
  const receipts = page.getByRole("table", { name: "Receipts" });
  await expect.poll(() => receipts.getByRole("row").count()).toBe(3);
  await receipts.getByText("Revoked").first().waitFor();
  // Each is named by its connector and its user.
  expect(await receipts.getByText(/^My calendar, (user-|<b)/).count()).toBe(2);
  expect(await violationsOf(page)).toEqual([]);
  const download = page.waitForEvent("download");
  await button(page, "Download as CSV").click();
  expect((await download).suggestedFilename()).toMatch(/^op_.*\.csv$/);
  await page.getByRole("link", { name: "Operations" }).click();
  await page.getByRole("link", { name: "Disconnect 2 connections" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("all that match a filter are refreshed, also those that are not shown", async () => {
  const { page, go } = await sit("owner");
  await go("connections?status=active");
  await expect.poll(() => rows(page).count()).toBe(51);
  await page.getByRole("table").getByRole("checkbox").first().click();
  await button(page, "Select all that match").click();
  await page.getByText("All that match are selected").waitFor();
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Refresh now…" })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Refresh \d+ connections$/ }).click();
  await page.getByText("All of it is done.").waitFor();
  await page.getByText(/^(\d+) of \1$/).waitFor();
});

test("a shared one leads to its app's integrations, where it is reconnected, and back", async () => {
  const made = await workspaceApiOf(dashboard.world)("POST", `apps/${ids.app}/authorizations`, {
    type: "sandboxcalendar",
    scope_mode: "exact",
  });
  await consent(createJar(), made.body.connect_url);
  const { page, go } = await sit("owner");
  await go("connections?owner=app");
  await page.getByRole("table").getByRole("link").click();
  await page.getByText("Works.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const here = page.url();
  await page.getByRole("link", { name: "among the app’s integrations" }).click();
  await page.getByRole("link", { name: /^History/ }).click();
  await page.getByRole("link", { name: "Reconnect…" }).click();
  await page.getByRole("dialog").waitFor();
  await page.waitForURL(/dialog=reconnect/);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("link", { name: /^History/ }).click();
  await page.getByText("Works.").waitFor();
  await page.waitForURL(here);
});

test("a viewer may look and change nothing; of another workspace nobody sees any", async () => {
  const { page, go } = await sit("viewer");
  await go("connections");
  await search(page, "user-03");
  await page.getByRole("link", { name: "user-03" }).click();
  await page.getByText("Works.").waitFor();
  for (const name of ["Copy a link to reconnect…", "Refresh now", "Check it", "Disconnect…"]) {
    expect(await button(page, name).getAttribute("aria-disabled")).toBe("true");
  }
  await go("connections/conn_unknown");
  await page.getByRole("heading", { name: "There is nothing at this address" }).waitFor();
});
