/** An app's shared accounts on the dashboard, in real Chromium: the real flow of the sandbox in a window of its own. */
import { closesBy, confirm, decide, signIn } from "@grantry/testing/consent-pages";
import { ids } from "@grantry/testing/harness";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;

beforeEach(async () => {
  dashboard = await startDashboard();
});
afterEach(() => dashboard.close());
const seatFor = seatsAt(() => dashboard);

async function sit(role: string): Promise<Seat> {
  const seat = await seatFor(role);
  await seat.go(`apps/${ids.app}/integrations`);
  return seat;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const card = (page: Page) => page.getByRole("region", { name: "Sandbox Calendar" });

/** Presses what starts a consent, and answers it in the window that opens; it closes by itself. */
async function consent(
  page: Page,
  start: () => Promise<void>,
  choices: Parameters<typeof signIn>[1] = {},
): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), start()]);
  await confirm(popup);
  await signIn(popup, choices);
  await closesBy(popup, () => decide(popup, choices));
}

const go = (page: Page) => button(page, "Continue to Grantry Sandbox").click();
const token = async () => {
  const { status, body } = await ownApiOf(dashboard.world)("POST", `/v1/apps/${ids.app}/tokens`, {
    body: { type: "sandboxcalendar", owner: { kind: "app" } },
  });
  return status === 200 ? (body.access_token as string) : status;
};

async function connectFirst(page: Page): Promise<void> {
  await button(page, "Connect an account").first().click();
  await page.getByRole("dialog").getByRole("searchbox").fill("sand");
  await page.getByRole("button", { name: /^Sandbox Calendar/ }).click();
  await page
    .getByRole("heading", { name: "Connect Sandbox Calendar for everyone who uses Test app" })
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await consent(page, () => go(page));
  await page.getByText("Sandbox Calendar is connected.").waitFor();
}

test("an account is connected in a window, shown with what it may do, disconnected and forgotten", async () => {
  const { page } = await sit("member");
  await page.getByText("Test app has no shared account yet.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await connectFirst(page);
  expect(await page.getByRole("dialog").count()).toBe(0);
  await card(page).getByText("Active").waitFor();
  await card(page).getByText("ada@sandbox.example").waitFor();
  await card(page)
    .getByText(/^member, /)
    .waitFor();
  await card(page).getByText("Next refresh").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  // A real one, which the app's backend gets.
  expect(await token()).toEqual(expect.any(String));

  // What it has is asked for once more: nothing is to be done.
  await button(page, "Change scopes Sandbox Calendar").click();
  await go(page);
  await page.getByText("Sandbox Calendar has exactly this already.").waitFor();

  await button(page, "Disconnect… Sandbox Calendar").click();
  await page.waitForURL(/dialog=disconnect/);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Disconnect").last().click();
  await page.getByText("Sandbox Calendar is disconnected. The grant was revoked").waitFor();
  expect(await token()).not.toEqual(expect.any(String));
  await page.getByRole("heading", { name: "Declared, but not connected" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Remove from list… Sandbox Calendar").click();
  await button(page, "Remove").last().click();
  await page.getByText("Test app has no shared account yet.").waitFor();
});

test("another person's account is replaced only after it was said so", async () => {
  const first = await sit("owner");
  await connectFirst(first.page);
  const before = await token();
  const { page } = await sit("member");
  await button(page, "Use another account Sandbox Calendar").click();
  const said = page.getByRole("dialog").locator(".note");
  expect(await said.textContent()).toBe(
    "owner connected ada@sandbox.example. Your account replaces it, and the old grant is revoked.",
  );
  expect(await violationsOf(page)).toEqual([]);
  await consent(page, () => go(page), { account: "sandbox-bo" });
  await card(page).getByText("bo@sandbox.example").waitFor();
  await card(page)
    .getByText(/^member, /)
    .waitFor();
  const after = await token();
  expect(after).toEqual(expect.any(String));
  expect(after).not.toBe(before);
});

test("what was refused is said with the reason, and tried again in place", async () => {
  const { page } = await sit("member");
  await page.goto(`${page.url()}?dialog=connect&type=sandboxcalendar`);
  const [popup] = await Promise.all([page.waitForEvent("popup"), go(page)]);
  await confirm(popup);
  await signIn(popup, { deny: true });
  await decide(popup, { deny: true });
  await page.getByRole("heading", { name: "Sandbox Calendar was not connected" }).waitFor();
  await page.getByText("You chose not to give access. Nothing was stored").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Try again").click();
  await consent(page, () => go(page));
  await card(page).getByText("Active").waitFor();
});

test("who declines while the account is connected reads that it still is; not where it has ended since", async () => {
  const { page } = await sit("member");
  await connectFirst(page);
  const decline = async (meanwhile: () => Promise<unknown> = async () => {}) => {
    await button(page, "Use another account Sandbox Calendar").click();
    const [popup] = await Promise.all([page.waitForEvent("popup"), go(page)]);
    await confirm(popup);
    await signIn(popup, { deny: true });
    await meanwhile();
    await decide(popup, { deny: true });
  };
  await decline();
  await page.getByRole("heading", { name: "Sandbox Calendar is still connected" }).waitFor();
  await page
    .getByText("You chose not to give access. Test app can use the account as before.")
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await token()).toEqual(expect.any(String));
  await button(page, "Leave it").click();
  await card(page).getByText("Active").waitFor();

  const operate = workspaceApiOf(dashboard.world);
  const [{ id }] = (await operate("GET", `apps/${ids.app}/shared-connections`)).body.data;
  await decline(() => operate("POST", `connections/${id}/disconnect`));
  await page.getByRole("heading", { name: "Sandbox Calendar was not connected" }).waitFor();
  await page.getByText("You chose not to give access. Nothing was stored.").waitFor();
});

test("a browser that blocks windows is offered a tab", async () => {
  const { page, context } = await sit("member");
  await page.evaluate("window.open = () => null");
  await button(page, "Connect an account").first().click();
  await page.getByRole("button", { name: /^Sandbox Calendar/ }).click();
  await go(page);
  await page.getByText("Your browser blocked the window.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const link = page.getByRole("link", { name: "Open it in a tab" });
  const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
  expect(await tab.evaluate("window.opener")).toBeNull();
  await confirm(tab);
  await signIn(tab);
  await decide(tab);
  await page.getByText("Sandbox Calendar is connected.").waitFor();
});

test("the whole way goes by keyboard alone, and focus comes back to what opened the dialog", async () => {
  const { page } = await sit("member");
  await button(page, "Connect an account").first().focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate("document.activeElement.type")).toBe("search");
  await page.keyboard.type("sandbox calendar");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await button(page, "Continue to Grantry Sandbox").waitFor();
  await expect
    .poll(() => page.evaluate("document.activeElement.textContent"))
    .toBe("Continue to Grantry Sandbox");
  await consent(page, () => page.keyboard.press("Enter"));
  await card(page).waitFor();
  await button(page, "Disconnect… Sandbox Calendar").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await expect
    .poll(() => page.evaluate("document.activeElement.textContent"))
    .toBe("Disconnect… Sandbox Calendar");
});

test("who may only look sees the accounts, and is told what connecting takes", async () => {
  const operate = workspaceApiOf(dashboard.world);
  const { page } = await sit("viewer");
  await page
    .getByText(/^Needs the role member\. Ask /)
    .first()
    .waitFor();
  expect((await operate("GET", `apps/${ids.app}/shared-connections`)).body.data).toEqual([]);
  await page.goto(`${page.url()}?dialog=connect&type=sandboxcalendar`);
  await page.getByText("Test app has no shared account yet.").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
});
