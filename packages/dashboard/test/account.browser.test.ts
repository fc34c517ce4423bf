/** One's own account on the dashboard, in real Chromium at the real server. */
import { password, signedIn } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeAt } from "../../server/src/crypto/totp.ts";
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
const account = (page: Page, path = "") =>
  page.goto(`${dashboard.world.url}/dashboard/account${path}`);

test("the account menu leads to the account, where the person is called otherwise", async () => {
  const { page, go } = await sit("viewer");
  await go("people");
  await button(page, "viewer: your account").click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await heading(page, "Your account").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Name", { exact: true }).fill("  ");
  await button(page, "Save").click();
  await page.locator(".err").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Vera עברית 🎉");
  await page.keyboard.press("Enter");
  await page.getByText("You are called Vera עברית 🎉 now.").waitFor();
  await button(page, "Vera עברית 🎉: your account").waitFor();
  await page.getByRole("link", { name: "Back to the workspace" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
});

test("a password is changed, and this browser goes on", async () => {
  const { page } = await sit("member");
  const other = await signedIn(dashboard.world, "member@example.com");
  await account(page, "/security");
  await heading(page, "Password and sign-in").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Change password…").click();
  const dialog = page.getByRole("dialog");
  const next = "another battery staple horse";
  await dialog.getByLabel("Current password").fill("wrong");
  await dialog.getByLabel("New password").fill(next);
  await button(page, "Change password").last().click();
  await dialog.getByText("The password is wrong.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  // Nothing is lost of what was typed.
  expect(await dialog.getByLabel("New password").inputValue()).toBe(next);
  await dialog.getByLabel("Current password").fill(password);
  await dialog.getByLabel("New password").fill("short");
  await button(page, "Change password").last().click();
  await dialog.getByText("The password must have at least 12 characters.").waitFor();
  await dialog.getByLabel("New password").fill(next);
  await button(page, "Change password").last().click();
  await page.getByText("Your password is changed.").waitFor();
  expect((await other.api("/v1/me")).status).toBe(401);
  await page.reload();
  await heading(page, "Password and sign-in").waitFor();
});

test("an authenticator app is set up by keyboard alone, its codes renewed, and it is removed", async () => {
  const { page } = await sit("admin");
  await account(page, "/security");
  const open = async (name: string) => {
    await button(page, name).focus();
    await page.keyboard.press("Enter");
  };
  await open("Set up…");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("img", { name: "QR code of the key" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const secret = ((await dialog.locator(".out").textContent()) ?? "").replaceAll(" ", "");
  const { clock } = dashboard.world.app.context;
  const code = () => codeAt(secret, clock.nowSeconds());
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await dialog.getByText("This is not the code of this key.").waitFor();
  await page.getByLabel("Code").fill(code());
  await page.keyboard.press("Enter");
  await heading(page, "Keep your recovery codes", 2).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const shown = (await dialog.locator("code").allTextContents()).map((one) =>
    one.replaceAll(" ", ""),
  );
  expect(shown).toHaveLength(10);
  // Only who says so has kept them.
  await page.keyboard.press("Escape");
  await heading(page, "Keep your recovery codes", 2).waitFor();
  await button(page, "I have kept them").focus();
  await page.keyboard.press("Enter");
  await page.getByText("10 recovery codes are left, for when you lose the app.").waitFor();
  expect(await page.content()).not.toContain(secret);

  await open("New recovery codes…");
  await dialog.getByLabel("Your password").fill("wrong");
  await dialog.getByLabel(/^Code from/).fill(shown[0] ?? "");
  await page.keyboard.press("Enter");
  await dialog.getByText("The password is wrong.").waitFor();
  await dialog.getByLabel("Your password").fill(password);
  await page.keyboard.press("Enter");
  await heading(page, "Keep your recovery codes", 2).waitFor();
  const fresh = (await dialog.locator("code").first().textContent()) ?? "";
  await button(page, "I have kept them").click();

  await open("Remove… the authenticator app");
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByLabel(/^Code from/).fill(fresh);
  await page.keyboard.press("Enter");
  await page.getByText("The authenticator app is removed.").waitFor();
  await button(page, "Set up…").waitFor();
});

test("browsers are signed out one by one, and all others at once", async () => {
  const { page } = await sit("owner");
  const { world } = dashboard;
  const [one, two] = [
    await signedIn(world, "owner@example.com"),
    await signedIn(world, "owner@example.com"),
  ];
  await account(page, "/sessions");
  await page.getByText("This browser").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByText(/^Chrome on/).waitFor();
  await button(page, "Sign out A browser or a program").first().click();
  await page.getByText("A browser or a program is signed out.").waitFor();
  const states = [(await one.api("/v1/me")).status, (await two.api("/v1/me")).status];
  expect(states.sort()).toEqual([200, 401]);
  await button(page, "Sign out everywhere else…").click();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Sign out everywhere else").last().click();
  await page.getByText("Signed out: 1 browser and 0 command lines.").waitFor();
  for (const gone of [one, two]) expect((await gone.api("/v1/me")).status).toBe(401);
  await expect.poll(() => button(page, "Sign out everywhere else…").count()).toBe(0);
});

test("a personal key is made, shown once, told apart from one of its name, and revoked", async () => {
  const { page } = await sit("owner");
  await account(page, "/keys");
  await page.getByText("You have no personal key.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const secrets: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    await button(page, "Create a key").click();
    await button(page, "Create").last().click();
    await page.getByRole("dialog").locator(".err").first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel("Name").fill("laptop");
    await page.getByLabel("Read who changed what").check();
    await button(page, "Create").last().click();
    await heading(page, "Keep the key “laptop”", 2).waitFor();
    secrets.push((await page.getByRole("dialog").locator(".out").first().textContent()) ?? "");
    await button(page, "I have kept it").click();
  }
  const [first = "", second = ""] = secrets;
  const beginning = (secret: string) => `${secret.slice(0, "grantry_pk_".length + 4)}…`;
  await page.getByText(beginning(second), { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  for (const secret of secrets) expect(await page.content()).not.toContain(secret);
  await button(page, `Revoke… laptop, ${beginning(first)}`).click();
  await button(page, "Revoke key").click();
  await page.getByText("The key “laptop” has ended.").waitFor();
  const ask = async (secret: string) => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(`${dashboard.world.url}/v1/me`, { headers })).status;
  };
  expect([await ask(first), await ask(second)]).toEqual([401, 200]);
});

test("who has no password is offered no authenticator app, and is told and shown as such", async () => {
  const email = "viewer@example.com";
  const { page } = await sit("viewer");
  const { db } = dashboard.world.app.context.store;
  await db
    .updateTable("operators")
    .set({ password_hash: null })
    .where("email", "=", email)
    .execute();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await account(page, "/security?dialog=app");
  await page.getByText("There is nothing to set up:").waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe("");
  expect(await button(page, "Set up…").count()).toBe(0);
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(asked.filter((url) => url.includes("totp"))).toEqual([]);
  expect(await violationsOf(page)).toEqual([]);
  const owner = await sit("owner");
  await owner.go("people");
  const row = owner.page.getByRole("row").filter({ hasText: email });
  await row.getByText("No password", { exact: true }).waitFor();
  expect(await violationsOf(owner.page)).toEqual([]);
  await owner.go("first-steps");
  await owner.page
    .getByText("An authenticator app for every owner and admin who has a password")
    .waitFor();
});
