/** How dialogs are come to and left, in real Chromium at the real server: the address, the history and the focus. */
import { apiOf } from "@grantry/testing/api";
import { connect, createHold } from "@grantry/testing/connected";
import { ids, secrets } from "@grantry/testing/harness";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { focused } from "./keyboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());

const operate = (method: string, path: string, body?: unknown) =>
  workspaceApiOf(dashboard.world)(method, path, body);
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const dialog = (page: Page) => page.getByRole("dialog");
const searchOf = (page: Page) => new URL(page.url()).search;
const idOfFocus = (page: Page) => page.evaluate("document.activeElement.id");

/** Makes keys of these names, of the workspace. */
async function makeKeys(...names: readonly string[]): Promise<string[]> {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const made = names.map(async (name) => {
    const body = { name, role: "member", scopes: ["apps:read"] };
    const answer = await owner.api("/v1/workspaces/ws_test/keys", jsonBody("POST", body));
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return String(answer.body.id);
  });
  return await Promise.all(made);
}

const revoke = (page: Page, name: string) => button(page, new RegExp(`^Revoke… ${name},`));

test("back closes a dialog and forward opens it again; the focus goes back to what opened it", async () => {
  const [id = ""] = await makeKeys("of the history");
  const { page, go } = await sit("admin");
  await go("keys");
  await revoke(page, "of the history").focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  expect(searchOf(page)).toBe(`?dialog=revoke&key=${id}`);
  await page.goBack();
  await dialog(page).waitFor({ state: "detached" });
  expect(searchOf(page)).toBe("");
  await expect.poll(() => focused(page)).toMatch(/^Revoke… of the history,/);
  await page.goForward();
  await dialog(page).waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  expect(searchOf(page)).toBe("");
  await expect.poll(() => focused(page)).toMatch(/^Revoke… of the history,/);
});

test("where what opened it goes with what was done, the focus goes to the next row, or to the page", async () => {
  for (const { id } of (await operate("GET", "keys")).body.data) {
    if (id !== "key_test") await operate("DELETE", `keys/${id}`);
  }
  await makeKeys("one");
  const { page, go } = await sit("owner");
  await go("keys");
  await revoke(page, "one").focus();
  await page.keyboard.press("Enter");
  await button(page, "Revoke key").focus();
  await page.keyboard.press("Enter");
  await revoke(page, "one").waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toMatch(/^Revoke… tests,/);

  await page.goto(`${dashboard.world.url}/dashboard/account/keys`);
  await button(page, "Create a key").click();
  await page.getByLabel("Name").fill("mine");
  await button(page, "Create").last().click();
  await button(page, "I have kept it").click();
  await revoke(page, "mine").focus();
  await page.keyboard.press("Enter");
  await button(page, "Revoke key").focus();
  await page.keyboard.press("Enter");
  await page.getByText("You have no personal key.").waitFor();
  await expect.poll(() => idOfFocus(page)).toBe("main");
});

test("an address that names nothing, or what the person may not do, becomes that of the page without a dialog", async () => {
  const members = (await operate("GET", "members")).body.data as { id: string; email: string }[];
  const idOf = (role: string) => members.find(({ email }) => email.startsWith(role))?.id;
  const nothing = [
    ["keys?dialog=revoke&key=key_nothing", "Keys"],
    ["keys?dialog=revoke&key=key_foreign", "Keys"],
    ["keys?dialog=revoke", "Keys"],
    ["keys?dialog=anything&key=key_test", "Keys"],
    // Nobody removes themselves here, and who is not linked is not unlinked.
    [`people?dialog=remove&member=${idOf("owner")}`, "People"],
    [`people?dialog=unlink&member=${idOf("viewer")}`, "People"],
    ["apps/app_test/origins?dialog=remove&origin=https%3A%2F%2Fapp.example.com", "Test app"],
    ["apps/app_test/service-tokens?dialog=change&token=stk_other", "Test app"],
    ["allowed-access?dialog=stop_user&type=nothing", "Allowed access"],
    // Nothing is chosen, set up, kept or there; it is off already, or used.
    ["allowed-access?dialog=stop_user&type=slack", "Allowed access"],
    ["connections?dialog=disconnect", "Connections"],
    ["company-sign-in?dialog=remove", "Company sign-in"],
    ["connectors/a1b2c3d4e5f6a1b2c3d4e5f6?dialog=forget", "My calendar"],
    ["oauth-clients/ocl_sandbox?dialog=delete", "Sandbox client"],
    ["apps/app_test/integrations?dialog=disconnect&type=sandboxcalendar", "Test app"],
    ["connections/conn_nothing?dialog=disconnect", "There is nothing at this address"],
  ] as const;
  const notTheirs = [
    [`people?dialog=remove&member=${idOf("member")}`, "People"],
    ["people?dialog=invite", "People"],
    ["keys?dialog=revoke&key=key_test", "Keys"],
    ["apps?dialog=create", "Apps"],
    ["connectors/a1b2c3d4e5f6a1b2c3d4e5f6?dialog=delete", "My calendar"],
    ["oauth-clients/ocl_sandbox?dialog=secret", "Sandbox client"],
  ] as const;
  const off = { user_connections: "off" };
  expect((await operate("PATCH", "policies/slack", off)).status).toBe(200);
  const owner = await sit("owner");
  const viewer = await sit("viewer");
  for (const [{ page, go }, paths] of [
    [owner, nothing],
    [viewer, notTheirs],
  ] as const) {
    for (const [path, title] of paths) {
      await go(path);
      await page.getByRole("heading", { name: title, level: 1 }).waitFor();
      await expect.poll(() => searchOf(page), { message: path }).toBe("");
      expect(await dialog(page).count(), path).toBe(0);
    }
    expect(await violationsOf(page)).toEqual([]);
  }
});

test("closing a dialog leaves the rest of the address as it was", async () => {
  const { page, go } = await sit("owner");
  await go("connectors/a1b2c3d4e5f6a1b2c3d4e5f6?code=http&dialog=change");
  await dialog(page).waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  expect(searchOf(page)).toBe("?code=http");
  await button(page, "Delete…").click();
  await dialog(page).waitFor();
  expect(searchOf(page)).toBe("?code=http&dialog=delete");
});

test("who has gone on while something is done is not taken back when it is", async () => {
  const [id = ""] = await makeKeys("of somebody in a hurry");
  const { page, go } = await sit("admin");
  await go(`keys`);
  await revoke(page, "of somebody in a hurry").click();
  const held = createHold();
  await page.route(`**/keys/${id}`, async (route) => {
    await held.until;
    await route.continue();
  });
  await button(page, "Revoke key").click();
  await page.goBack();
  await page.getByRole("link", { name: "People", exact: true }).click();
  await button(page, "Invite someone").click();
  await dialog(page).waitFor();
  held.release();
  await page.getByText("The key “of somebody in a hurry” has ended.").waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/people$/);
  expect(searchOf(page)).toBe("?dialog=invite");
  expect(await dialog(page).count()).toBe(1);
});

test("what was refused is read in the dialog, also where what it is about has ended meanwhile", async () => {
  const [id = ""] = await makeKeys("of two admins");
  const { page, go } = await sit("admin");
  await go(`keys?dialog=revoke&key=${id}`);
  await dialog(page).waitFor();
  expect((await operate("DELETE", `keys/${id}`)).status).toBe(200);
  await button(page, "Revoke key").click();
  await dialog(page).getByRole("alert").waitFor();
  await revoke(page, "of two admins").waitFor({ state: "detached" });
  await dialog(page).getByRole("alert").waitFor();
  await button(page, "Cancel").click();
  await expect.poll(() => searchOf(page)).toBe("");
  await expect.poll(() => idOfFocus(page)).toBe("main");
});

test("a secret that is shown once is in no address: a reload shows the form that made it", async () => {
  const { page, go } = await sit("admin");
  await go("apps/app_test/service-tokens");
  await button(page, "Create a service token").click();
  await page.getByLabel("Name").fill("nightly");
  await button(page, "Create").last().click();
  await page.getByRole("heading", { name: "Keep the service token “nightly”" }).waitFor();
  const secret = (await dialog(page).locator(".out").first().textContent()) ?? "";
  expect(secret).toMatch(/^grantry_st_/);
  expect(page.url()).not.toContain(secret);
  // It is told this once: going back does not take it away.
  await page.goBack();
  await page.getByRole("heading", { name: "Keep the service token “nightly”" }).waitFor();
  await page.goForward();
  await page.reload();
  await page.getByRole("heading", { name: "Create a service token", level: 2 }).waitFor();
  expect(await page.content()).not.toContain(secret);
  expect(await page.content()).not.toContain(secrets.serviceToken);
});

test("a dialog about what is chosen does not wait in the address for the first row that is", async () => {
  await connect(apiOf(dashboard.world), "ada", ids.userConnector);
  const { page, go } = await sit("owner");
  const counted = createHold();
  await page.route("**/connections?*count=true*", async (route) => {
    await counted.until;
    await route.continue();
  });
  await go("connections?dialog=disconnect");
  await page.getByRole("checkbox").last().check();
  await page.getByText("1 selected").waitFor();
  expect(searchOf(page)).toBe("");
  expect(await dialog(page).count()).toBe(0);
  counted.release();
});

test("what a dialog was for leads on, and going back does not open the dialog again", async () => {
  await connect(apiOf(dashboard.world), "grace", ids.userConnector);
  const { page, go } = await sit("owner");
  await go("apps");
  await button(page, "Create an app").first().click();
  await page.getByLabel("Name").fill("Logbook");
  await button(page, "Create").last().click();
  await page.getByRole("heading", { name: "Logbook", level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Apps", level: 1 }).waitFor();
  expect([searchOf(page), await dialog(page).count()]).toEqual(["", 0]);

  await go("connections");
  await page.getByRole("checkbox").last().check();
  await button(page, "Refresh now…").click();
  await button(page, "Refresh 1 connection").click();
  await page.getByRole("heading", { name: /^Refresh/, level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Connections", level: 1 }).waitFor();
  expect([searchOf(page), await dialog(page).count()]).toEqual(["", 0]);
});

test("who has gone on meanwhile is not led to what was made", async () => {
  const { page, go } = await sit("owner");
  const held = createHold();
  await page.route("**/v1/workspaces/ws_test/apps", async (route) => {
    if (route.request().method() === "POST") await held.until;
    await route.continue();
  });
  await go("apps");
  await button(page, "Create an app").first().click();
  await page.getByLabel("Name").fill("Slow");
  await button(page, "Create").last().click();
  await page.goBack();
  await page.getByRole("link", { name: "People", exact: true }).click();
  held.release();
  await page.getByText("“Slow” is created.").waitFor();
  await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/people$/);
});
