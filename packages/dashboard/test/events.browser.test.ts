/** What happened to connections, and what waits to be revoked, on the dashboard in real Chromium at the real server. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { tabTo } from "./keyboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  const clock = createFakeClock();
  dashboard = await startDashboard({ clock: { ...clock, every: () => () => {} } });
  const api = apiOf(dashboard.world);
  await connect(api, "ada", ids.userConnector);
  // Of one second, any may be the first.
  clock.advance(1_000);
  await connect(api, "bo", ids.userConnector);
  clock.advance(1_000);
  dashboard.world.sandbox.faults.every("revocation", { kind: "error", error: "server_error" });
  await (await api.signIn("ada")).disconnect(ids.userConnector);
  // An event is shown some seconds after it was entered.
  clock.advance(10_000);
});
afterAll(() => dashboard.close());

const events = (page: Page) => page.getByRole("region", { name: "Events" }).locator("summary");

test("events are sentences, newest first, filtered in the address, and opened by keyboard", async () => {
  const { page, go } = await sit("viewer");
  await go("events");
  await events(page).first().waitFor();
  expect(await events(page).locator("bdi").allTextContents()).toEqual([
    "My calendar was disconnected in Test app.",
    "My calendar was connected in Test app.",
    "My calendar was connected in Test app.",
  ]);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("What").selectOption("connection.disconnected");
  await page.waitForURL("**/events?type=connection.disconnected");
  await expect.poll(() => events(page).count()).toBe(1);
  await events(page).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**event=evt_**");
  await page.reload();
  await page.getByText("connection.disconnected", { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Show the connection" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();

  await go(`events?app=${ids.otherApp}`);
  await page.getByText("No event matches.").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect.poll(() => events(page).count()).toBe(3);
});

test("what waits to be revoked stands there, with why", async () => {
  const { page, go } = await sit("viewer");
  await go("events");
  await page.getByRole("link", { name: "Revocations" }).click();
  await page.getByText("Waiting", { exact: true }).last().waitFor();
  await page.getByText(/It was disconnected, /).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("State").selectOption("ended");
  await page.getByText("No revocation has ended yet.").waitFor();
  await page.getByLabel("State").selectOption("failed");
  await page.waitForURL("**status=failed**");
  await page.getByText("No revocation has failed.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("by keyboard alone: an event is looked for, opened and followed to its connection, and revocations are filtered", async () => {
  const { page, go } = await sit("viewer");
  await go("events");
  await events(page).first().waitFor();
  await tabTo(page, "Skip to content");
  await page.keyboard.press("Enter");
  await tabTo(page, "What");
  // A list of choices goes by what is typed.
  await page.keyboard.type("Disc");
  await page.waitForURL("**/events?type=connection.disconnected");
  await expect.poll(() => events(page).count()).toBe(1);
  await tabTo(page, "Clear filters");
  await page.keyboard.press("Enter");
  await expect.poll(() => events(page).count()).toBe(3);
  await tabTo(page, /^My calendar was disconnected in Test app\./);
  await page.keyboard.press("Enter");
  await page.waitForURL("**event=evt_**");
  await tabTo(page, "Show the connection");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/connections/conn_**");
  await page.getByRole("heading", { level: 1 }).waitFor();
  // The key for it is the browser's.
  await page.goBack();
  await page.waitForURL("**event=evt_**");
  await page.getByRole("link", { name: "Show the connection" }).waitFor();
  await tabTo(page, "Revocations");
  await page.keyboard.press("Enter");
  await page.waitForURL("**tab=revocations**");
  await tabTo(page, "State");
  await page.keyboard.type("Fail");
  await page.waitForURL("**status=failed**");
  await page.getByText("No revocation has failed.").waitFor();
});
