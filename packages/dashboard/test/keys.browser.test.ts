/** A workspace's keys, and what the workspace is for, on the dashboard in real Chromium at the real server. */
import { ids } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
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
const heading = (page: Page, name: string | RegExp, level = 1) =>
  page.getByRole("heading", { name, level });

async function create(page: Page): Promise<string> {
  await button(page, "Create a key").click();
  await page.getByLabel("Name").fill("deploy");
  await button(page, "Create").last().click();
  await heading(page, "Keep the key “deploy”", 2).waitFor();
  const secret = (await page.getByRole("dialog").locator(".out").first().textContent()) ?? "";
  await button(page, "I have kept it").click();
  return secret;
}

test("two keys of one name are told apart; one is revoked and works no more, the other does", async () => {
  const { page, go } = await sit("admin");
  await go("keys");
  await heading(page, "Keys").waitFor();
  await button(page, "Create a key").click();
  await button(page, "Create").last().click();
  await page.getByText("This is needed.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Cancel").click();
  const first = await create(page);
  const second = await create(page);
  const beginning = (secret: string) => secret.slice(0, "grantry_wk_".length + 4);
  expect(beginning(first)).not.toBe(beginning(second));
  const row = page.getByRole("row").filter({ hasText: beginning(first) });
  await row.getByText("apps:read apps:write").waitFor();
  await row.getByText("admin (admin@example.com)").waitFor();
  expect(await page.content()).not.toContain(first);
  expect(await violationsOf(page)).toEqual([]);
  await row.getByRole("button", { name: /Revoke…/ }).click();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Revoke key").click();
  await page.getByText("The key “deploy” has ended.").waitFor();
  await row.waitFor({ state: "detached" });
  const call = ownApiOf(dashboard.world);
  expect((await call("GET", "/v1/me", { as: first })).status).toBe(401);
  expect((await call("GET", "/v1/me", { as: second })).status).toBe(200);
});

test("an owner says what the workspace is for, by keyboard alone; then names are typed before something ends", async () => {
  const { page, go } = await sit("owner");
  await go("general");
  await page.getByLabel("Development").focus();
  expect(await page.getByLabel("Development").isChecked()).toBe(true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await page.getByLabel("Production").isChecked()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("The workspace is saved.").waitFor();
  await page.locator(".bar").getByText("Production").waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await go("keys");
  const secret = await create(page);
  await page
    .getByRole("row")
    .filter({ hasText: secret.slice(0, 15) })
    .getByRole("button")
    .click();
  await button(page, "Revoke key").click();
  await page.getByText("This is not the name. Type deploy.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("textbox").fill("deploy");
  await page.keyboard.press("Enter");
  await page.getByText("The key “deploy” has ended.").waitFor();

  await go("general");
  const save = page
    .getByRole("region", { name: "Workspace", exact: true })
    .getByRole("button", { name: "Save" });
  await page.getByRole("textbox", { name: "Name" }).fill("");
  await save.click();
  await page.getByText("This is needed.").waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("日本語 Labs");
  await page.getByLabel("Development").check();
  await save.click();
  await page.locator(".side").getByText("日本語 Labs").waitFor();
  await page.locator(".bar").getByText("Development").waitFor();
  expect(await page.getByText(ids.workspace, { exact: true }).count()).toBe(1);
});

test("who may not change them is told so", async () => {
  const { page, go } = await sit("viewer");
  await go("keys");
  await page.getByText("Needs the role admin. Ask admin or owner.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await go("general");
  await page.getByText("Needs the role owner.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("an owner replaces the encryption key and sees how far it is; an admin is told whom to ask", async () => {
  const { context } = dashboard.world.app;
  const { page, go } = await sit("owner");
  await go("encryption");
  const rows = page.getByRole("table", { name: "Keys" }).getByRole("row");
  await rows.filter({ hasText: "In use" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Replace the key").click();
  await page.getByText("A new key is being put to use.").waitFor();
  await page.getByRole("button", { name: "Replace the key", disabled: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  // As the process does by itself every few seconds.
  const looking = setInterval(() => void context.keys.look(), 200);
  try {
    await page.getByText(/^Sealed with the last new key: \d+ of \d+ values$/).waitFor();
  } finally {
    clearInterval(looking);
  }
  await rows.filter({ hasText: "Replaced" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Show the operation" }).click();
  await heading(page, "Replace the encryption key").waitFor();
  expect(await page.getByText("What became of each").count()).toBe(0);

  const admin = await sit("admin");
  await admin.go("encryption");
  await admin.page.getByText(/Needs the role owner/).waitFor();
  expect(await button(admin.page, "Replace the key").count()).toBe(0);
});
