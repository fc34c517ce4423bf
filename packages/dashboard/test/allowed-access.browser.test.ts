/** What a workspace allows, on the dashboard in real Chromium at the real server. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const seatFor = seatsAt(() => dashboard);

beforeAll(async () => {
  dashboard = await startDashboard();
  for (const user of ["ada", "bo"]) await connect(apiOf(dashboard.world), user, ids.userConnector);
});
afterAll(() => dashboard.close());

async function sit(role: string): Promise<Seat> {
  const seat = await seatFor(role);
  await seat.go("allowed-access");
  await seat.page.getByRole("heading", { name: "Allowed access", level: 1 }).waitFor();
  return seat;
}

const people = (page: Page, name: string) =>
  page.getByRole("switch", { name: `People may connect ${name}`, exact: true });
const tokenOf = async (user: string) =>
  (await apiOf(dashboard.world).tokenOf(user, ids.userConnector)).status;

test("what stops connections is asked with numbers first; what stops none is done at once", async () => {
  const { page } = await sit("admin");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("searchbox").fill("slack");
  await people(page, "Slack").click();
  await expect.poll(() => people(page, "Slack").isChecked()).toBe(false);
  await page.getByRole("link", { name: "Limited (1)" }).click();
  await page.getByRole("searchbox").fill("");
  await expect.poll(() => people(page, "Slack").isChecked()).toBe(false);
  await people(page, "Slack").click();
  await page.getByText("Everything is allowed.").waitFor();
  await page.getByRole("link", { name: "All", exact: true }).click();

  await page.getByRole("searchbox").fill("sandbox");
  await people(page, "Sandbox Calendar").click();
  await page.getByText("2 connections stop giving tokens and are kept.").waitFor();
  await page.waitForURL(/dialog=stop_user/);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await people(page, "Sandbox Calendar").isChecked()).toBe(true);
  expect(await tokenOf("ada")).toBe(200);
  await people(page, "Sandbox Calendar").click();
  await page.getByRole("button", { name: "Switch it off" }).click();
  await expect.poll(() => people(page, "Sandbox Calendar").isChecked()).toBe(false);
  await expect.poll(() => tokenOf("ada")).toBe(403);
  await people(page, "Sandbox Calendar").click();
  await expect.poll(() => tokenOf("ada")).toBe(200);
});

test("a switch that fails goes back, and says why", async () => {
  const { page } = await sit("owner");
  await page.getByRole("searchbox").fill("notion");
  const { db } = dashboard.world.app.context.store;
  await sql`ALTER TABLE audit_records RENAME TO audit_records_away`.execute(db);
  try {
    await people(page, "Notion").click();
    await page.getByText(/^It stays as it was\./).waitFor();
    expect(await people(page, "Notion").isChecked()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
  } finally {
    await sql`ALTER TABLE audit_records_away RENAME TO audit_records`.execute(db);
  }
});

test("scopes are limited by keyboard alone, and all are allowed again", async () => {
  const { page } = await sit("owner");
  await page.getByRole("searchbox").fill("sandbox");
  const change = page.getByRole("button", { name: "Change the scopes of Sandbox Calendar" });
  await change.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: "Only these" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox", { name: /calendar\.read/ }).focus();
  await page.keyboard.press("Space");
  await page.getByText("2 connections have more than that").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Save" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("What is allowed of Sandbox Calendar is changed.").waitFor();
  await page.getByText(/scopes allowed/).waitFor();
  expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
    "Change the scopes of Sandbox Calendar",
  );
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: "All scopes may be asked for" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => page.getByText(/scopes? allowed/).count()).toBe(0);
});

test("who may not change it sees it, and whom to ask", async () => {
  const { page } = await sit("viewer");
  await page.getByText("Needs the role admin. Ask admin or owner.").first().waitFor();
  await page.getByRole("searchbox").fill("slack");
  expect(await people(page, "Slack").isDisabled()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
});
