/** People on the dashboard, in real Chromium at the real server. */

import { listInvitations } from "@grantry/server/store/entry-links";
import { insertMail } from "@grantry/server/store/mails";
import { insertIdentity } from "@grantry/server/store/operator-identities";
import { findOperatorByEmail } from "@grantry/server/store/operators";
import { ids } from "@grantry/testing/harness";
import { password, signedIn } from "@grantry/testing/operators";
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

test("somebody is invited by a link, joins by it, gets another role, and is removed", async () => {
  const { page, go, context } = await sit("owner");
  await go("people");
  await heading(page, "People").waitFor();
  await page.getByText("owner (you)").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Invite someone").click();
  await page.getByLabel("Email address").fill("not an address");
  await button(page, "Create an invitation").click();
  await page.getByRole("dialog").locator(".err").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Email address").fill("noah@example.com");
  await page.getByRole("dialog").getByLabel("Role").selectOption("viewer");
  await button(page, "Create an invitation").click();
  await heading(page, "Send this link to noah@example.com", 2).waitFor();
  await page.getByText("This server sends no mail: send it yourself.").waitFor();
  const link = (await page.getByRole("dialog").locator(".out").textContent()) ?? "";
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "I have kept it").click();
  await button(page, "Take back the invitation of noah@example.com").waitFor();
  expect(await page.content()).not.toContain(link);

  const other = await (await dashboard.browser.newContext()).newPage();
  await other.goto(link);
  await other.getByLabel(/name/i).fill("Noah");
  await other.getByLabel(/password/i).fill(password);
  await other.locator("form button").first().click();
  await other.waitForURL("**/account");
  await other.context().close();

  await page.reload();
  await page.getByLabel("Role of Noah").selectOption("member");
  await page.getByText("Noah is member now.").waitFor();
  const noah = await signedIn(dashboard.world, "noah@example.com");
  expect((await noah.api("/v1/me")).body.workspaces[0].role).toBe("member");

  await button(page, "Remove… Noah").click();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Remove member").click();
  await page.getByText("Noah is no longer a member.").waitFor();
  expect((await noah.api("/v1/me")).body.workspaces).toEqual([]);
  await context.clearCookies();
});

test("an invitation is taken back, and a link for a new password is told once", async () => {
  const { page, go } = await sit("owner");
  await go("people?dialog=invite");
  await page.getByLabel("Email address").fill("bo@example.com");
  await button(page, "Create an invitation").click();
  await button(page, "I have kept it").click();
  await page.getByText("ends in 6 days").waitFor();
  // By keyboard: the link is shown this once, and the focus goes back to where it was.
  const resend = button(page, "Make a new link for bo@example.com");
  await resend.focus();
  await page.keyboard.press("Enter");
  await heading(page, "Send this link to bo@example.com", 2).waitFor();
  expect(await page.getByRole("dialog").locator(".out").textContent()).toContain("/invitation/");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "I have kept it" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(":focus").textContent()).toContain("Make a new link");
  // As where mail is configured: beside the invitation stands what became of it.
  const { store } = dashboard.world.app.context;
  const [invited] = await listInvitations(store, ids.workspace);
  const { entryLinkId = "", expiresAt = 0 } = invited ?? {};
  const mail = { entryLinkId, expiresAt, recipient: "bo@example.com", message: "{}" };
  await insertMail(store, { ...mail, workspaceId: ids.workspace, kind: "invitation" });
  await page.reload();
  await page.getByText("mail on its way").waitFor();
  await store.db.updateTable("mails").set({ status: "refused", next_try_at: null }).execute();
  await page.reload();
  await page.getByText("mail refused by the mail server").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Take back the invitation of bo@example.com").click();
  await page.getByText("The invitation for bo@example.com is withdrawn.").waitFor();
  await page.getByText("Nobody is invited at the moment.").waitFor();

  await button(page, "New password… for viewer").click();
  await button(page, "Make a link").click();
  await heading(page, "Send this link to viewer", 2).waitFor();
  expect(await page.getByRole("dialog").locator(".out").textContent()).toContain("/password");
  await button(page, "I have kept it").click();
});

test("whose account a password alone opens is shown, and who the company signs in is unlinked", async () => {
  const { store } = dashboard.world.app.context;
  const member = await findOperatorByEmail(store, "member@example.com");
  const identity = { workspaceId: ids.workspace, issuer: "https://id.example", subject: "moved" };
  await insertIdentity(store, identity, member?.operatorId ?? "");
  const { page, go } = await sit("owner");
  await go("people");
  const rowOf = (email: string) => page.getByRole("row").filter({ hasText: email });
  await rowOf("viewer@example.com").getByText("Password only").waitFor();
  await rowOf("member@example.com").getByText("Password only and the company").waitFor();
  await button(page, "Unlink… member from the company’s sign-in").click();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Unlink").last().click();
  await page.getByText("member is unlinked from the company’s sign-in.").waitFor();
  await rowOf("member@example.com").getByText("Password only", { exact: true }).waitFor();
});

test("an admin makes nobody an owner, and what the server refuses goes back to what it was", async () => {
  const owner = await sit("owner");
  await owner.go("people");
  await owner.page.getByLabel("Role of admin").selectOption("viewer");
  await owner.page.getByText("admin is viewer now.").waitFor();
  await owner.page.getByLabel("Role of admin").selectOption("admin");
  await owner.page.getByText("admin is admin now.").waitFor();

  const { page, go } = await sit("admin");
  await go("people");
  expect(await page.getByLabel("Role of owner").isDisabled()).toBe(true);
  expect(await page.getByLabel("Role of member").locator("option").allTextContents()).toEqual([
    "admin",
    "member",
    "viewer",
  ]);
  // The only owner stays: the server says so, and the row is as it was.
  await button(page, "Remove… owner").click();
  await button(page, "Remove member").click();
  await page.getByRole("alert").waitFor();
  await button(page, "Cancel").click();
  await page.getByText("owner@example.com").waitFor();
});

test("a viewer sees who belongs here, and is told what it takes for the rest", async () => {
  const { page, go } = await sit("viewer");
  await go("people");
  await page.getByText("viewer (you)").waitFor();
  expect(await page.getByLabel(/^Role of/).count()).toBe(0);
  expect(await button(page, "Invite someone").getAttribute("aria-disabled")).toBe("true");
});
