/** An app's users on the dashboard, in real Chromium at the real server: found, looked at, and disconnected. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { tabTo } from "./keyboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const seatFor = seatsAt(() => dashboard);
const second = "00112233445566778899aabb";
const third = "00112233445566778899aacc";

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [workspace] }) => {
      const [like] = workspace?.connectors ?? [];
      if (like === undefined) return;
      workspace?.connectors?.push(
        { ...like, id: second, name: "Second" },
        { ...like, id: third, name: "Third" },
      );
    },
  });
  const api = apiOf(dashboard.world);
  for (const user of ["ada", "日本語のユーザー"]) {
    for (const connector of [ids.userConnector, second]) await connect(api, user, connector);
  }
});
afterAll(() => dashboard.close());

async function sit(role: string): Promise<Seat> {
  const seat = await seatFor(role);
  await seat.go(`apps/${ids.app}/users`);
  return seat;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const token = async (user: string, connector: string) =>
  (await apiOf(dashboard.world).tokenOf(user, connector)).status;

test("a user is found by the app's own ID, which stands in no address, and disconnected by keyboard", async () => {
  const { page } = await sit("admin");
  await page.getByRole("cell", { name: /日本語のユーザー/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("searchbox").focus();
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await page.getByText("No user has this ID.").waitFor();
  await page.getByRole("searchbox").fill("ada");
  await page.keyboard.press("Enter");
  await page.getByText("1 user", { exact: true }).waitFor();
  expect(page.url()).not.toContain("ada");
  await page.getByRole("link", { name: /ada/ }).focus();
  await page.keyboard.press("Enter");
  await button(page, "Disconnect… Second").waitFor();
  expect(page.url()).toMatch(/\/users\/usr_[^/?]+$/);
  expect(await violationsOf(page)).toEqual([]);
  expect(await token("ada", second)).toBe(200);

  await button(page, "Disconnect… Second").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("1 connection disconnected.").waitFor();
  expect(await token("ada", second)).toBe(404);
  expect(await token("ada", ids.userConnector)).toBe(200);
});

test("all of a user's connections are ended at once, and nobody else's", async () => {
  const { page } = await sit("owner");
  await page.getByRole("link", { name: /日本語のユーザー/ }).click();
  await button(page, "Disconnect all…").click();
  await page.getByRole("heading", { name: /^Disconnect 2 connections of / }).waitFor();
  await page.keyboard.press("Escape");
  expect(await token("日本語のユーザー", second)).toBe(200);
  await button(page, "Disconnect all…").click();
  // Meanwhile it is one more: nothing is done that was not said.
  await connect(apiOf(dashboard.world), "日本語のユーザー", third);
  await button(page, "Disconnect 2 connections").click();
  await page.getByRole("heading", { name: /^Disconnect 3 connections of / }).waitFor();
  await page.getByRole("dialog").getByRole("alert").waitFor();
  const all = [ids.userConnector, second, third];
  for (const connector of all) expect(await token("日本語のユーザー", connector)).toBe(200);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Disconnect 3 connections").click();
  // The server does it: its page says how far it is.
  await page.waitForURL(/\/operations\/op_[^/?]+$/);
  await page.getByRole("heading", { name: "Disconnect 3 connections", exact: true }).waitFor();
  await page.getByText("All of it is done.").waitFor();
  for (const connector of all) expect(await token("日本語のユーザー", connector)).toBe(404);
  expect(await token("ada", ids.userConnector)).toBe(200);
});

test("who may only look sees users, and ends nothing", async () => {
  const { page } = await sit("viewer");
  await page.getByRole("link", { name: /ada/ }).click();
  await page.getByRole("heading", { name: "Connections" }).waitFor();
  expect(await button(page, /^Disconnect/).count()).toBe(0);
  await page.goto(`${page.url()}0`);
  await page.getByText("There is no user of this ID in this app.").waitFor();
});

/** Gives one active connection to a user of an issuer that the app no longer has. */
async function leaveOneBehind(): Promise<void> {
  const { db } = dashboard.world.app.context.store;
  const { connection_id } = await db
    .selectFrom("connections")
    .select("connection_id")
    .where("app_id", "=", ids.app)
    .where("status", "=", "active")
    .orderBy("connection_id")
    .executeTakeFirstOrThrow();
  await db
    .updateTable("connections")
    .set({ user_issuer: "https://before.example", user_id_claim: "sub" })
    .where("connection_id", "=", connection_id)
    .execute();
}

test("in production the app's name is typed before connections move", async () => {
  await leaveOneBehind();
  const { db } = dashboard.world.app.context.store;
  const setTo = (environment: "production" | "development") =>
    db
      .updateTable("workspaces")
      .set({ environment })
      .where("workspace_id", "=", ids.workspace)
      .execute();
  await setTo("production");
  try {
    const { page } = await sit("admin");
    await button(page, "Move connections…").click();
    await page.getByLabel("Whose connections").selectOption("issuer");
    await page.getByLabel("Issuer of before").fill("https://before.example");
    await button(page, "See what it would do").click();
    await page.getByText(/^1 connection would move/).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Move connections" }).click();
    await page.getByText("This is not the name. Type Test app.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel(/^This workspace is for production/).fill("Test app");
    await page.keyboard.press("Enter");
    await page.getByText("1 connection moved.").waitFor();
  } finally {
    await setTo("development");
  }
});

test("connections of nobody known are given to the app's users, by keyboard, once it was shown what that does", async () => {
  await leaveOneBehind();
  const { page } = await sit("admin");
  await button(page, "Move connections…").focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Whose connections").selectOption("issuer");
  await page.getByLabel("Only these users").fill("ada");
  await button(page, "See what it would do").click();
  await page.locator(".err").getByText("This is needed.").waitFor();
  await page.getByLabel("Issuer of before").fill("https://before.example");
  await button(page, "See what it would do").click();
  await page
    .locator(".err")
    .getByText(/two IDs/)
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.getByLabel("Issuer of before").inputValue()).toBe("https://before.example");
  for (const users of ["ada a1\nada a2", "ada a1 a2"]) {
    await page.getByLabel("Only these users").fill(users);
    await button(page, "See what it would do").click();
    await page
      .locator(".err")
      .getByText(/names another user/)
      .waitFor();
    expect(await page.getByLabel("Only these users").inputValue()).toBe(users);
  }
  await page.getByLabel("Only these users").fill("");
  await button(page, "See what it would do").click();
  await page.getByText(/^1 connection would move/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByText("1 connection moved.").waitFor();
  await expect.poll(() => page.locator(":focus").textContent()).toContain("Move connections…");
});

test("by keyboard alone: whose connections, whose they become, what that would do, and it is done", async () => {
  await leaveOneBehind();
  const { page } = await sit("admin");
  await button(page, "Move connections…").waitFor();
  await tabTo(page, "Skip to content");
  await page.keyboard.press("Enter");
  await tabTo(page, "Move connections…");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, "Whose connections");
  // A list of choices goes by what is typed.
  await page.keyboard.type("Those of an issuer");
  await tabTo(page, "See what it would do");
  await page.keyboard.press("Enter");
  await page.locator(".err").getByText("This is needed.").waitFor();
  await expect.poll(() => page.locator(":focus").getAttribute("aria-invalid")).toBe("true");
  await page.keyboard.type("https://before.example");
  await tabTo(page, "See what it would do");
  await page.keyboard.press("Enter");
  await page.getByText(/^1 connection would move/).waitFor();
  await tabTo(page, "Move connections");
  await page.keyboard.press("Enter");
  await page.getByText("1 connection moved.").waitFor();
  await expect.poll(() => page.locator(":focus").textContent()).toContain("Move connections…");
  // What was begun is left as it was.
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(":focus").textContent()).toContain("Move connections…");
});

test("a user is deleted by typing the name, and followed on the page of the operation", async () => {
  await connect(apiOf(dashboard.world), "leaving", ids.userConnector);
  const { page } = await sit("admin");
  await page.getByRole("link", { name: /leaving/ }).click();
  await page
    .getByRole("link", { name: "Users", exact: true })
    .and(page.locator("[aria-current=page]"))
    .waitFor();
  const taken = page.waitForEvent("download");
  await button(page, "Download it").click();
  expect((await taken).suggestedFilename()).toBe("user.jsonl");
  await button(page, "Delete the user…").click();
  await page.getByRole("heading", { name: "Delete the user “leaving”?" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("textbox", { name: /leaving/ }).fill("leaving");
  await button(page, "Delete user").click();
  await page.waitForURL(/\/operations\/op_/);
  await page.getByText("Erase a user with 1 connection").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await token("leaving", ids.userConnector)).not.toBe(200);
  expect(await token("ada", ids.userConnector)).toBe(200);
});
