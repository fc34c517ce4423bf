/** The company's sign-in on the dashboard, in real Chromium at the real server. */
import { closesBy, decide } from "@grantry/testing/consent-pages";
import { type DnsServer, startDnsServer } from "@grantry/testing/dns-server";
import { ids } from "@grantry/testing/harness";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

const path = `/v1/workspaces/${ids.workspace}/sign-in-provider`;
const clientSecret = "canary-of-the-company-client";

let dashboard: Dashboard;
let dns: DnsServer;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  dns = await startDnsServer();
  dashboard = await startDashboard({ dnsServer: dns.address });
  const { sandbox, url } = dashboard.world;
  await sandbox.addClient({
    clientId: "company",
    clientSecret,
    redirectUris: [`${url}/sign-in/company/${ids.workspace}/callback`],
  });
});
afterAll(async () => {
  await dashboard.close();
  await dns.close();
});
beforeEach(async () => {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  await owner.api(path, { method: "DELETE" });
});

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const heading = (page: Page, name: string | RegExp, level = 1) =>
  page.getByRole("heading", { name, level });

async function declareOf(more: object): Promise<void> {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const body = {
    issuer: "https://id.example.com",
    client_id: "company",
    client_secret: clientSecret,
    domains: ["example.com"],
    ...more,
  };
  const answer = await owner.api(path, jsonBody("PUT", body));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

test("a provider is set up, its domain is proven, it is changed without its secret, and removed", async () => {
  const { page, go } = await sit("owner");
  const { sandbox, url } = dashboard.world;
  await go("company-sign-in");
  await heading(page, "Company sign-in").waitFor();
  await page.getByText(`${url}/sign-in/company/${ids.workspace}/callback`).waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByLabel("Issuer").fill(sandbox.origin);
  await page.getByLabel("Client ID").fill("company");
  await page.getByLabel("Client secret").fill(clientSecret);
  await page.getByRole("textbox", { name: "Domains" }).fill("Sandbox.example");
  await page.getByLabel("Who comes without an invitation").selectOption("viewer");
  await button(page, "Save").click();
  await page.getByText("The identity provider is saved.").waitFor();
  await page.getByText("Not proven yet").waitFor();
  expect(await page.getByLabel("Client secret").inputValue()).toBe("");
  expect(await page.content()).not.toContain(clientSecret);
  expect(await violationsOf(page)).toEqual([]);

  const look = button(page, /^Look for the record/);
  await look.click();
  await page
    .getByRole("alert")
    .getByText(/There is no TXT record/)
    .waitFor();
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const [domain] = (await owner.api(path)).body.domains;
  dns.records.set(domain.txt_name, [domain.txt_value]);
  await look.click();
  await page.getByText("Proven by its record in the DNS.").waitFor();

  await page.getByLabel("Who comes without an invitation").selectOption("");
  await button(page, "Save").click();
  await expect.poll(async () => (await owner.api(path)).body.default_role).toBe(null);
  await page.getByText("Proven by its record in the DNS.").waitFor();

  await button(page, "Remove company sign-in…").click();
  await heading(page, "Remove company sign-in?", 2).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, /^Remove company sign-in$/).click();
  await page.getByText("Company sign-in is removed.").waitFor();
  expect((await owner.api(path)).status).toBe(404);
  await expect.poll(() => page.locator(":focus").getAttribute("name")).toBe("issuer");
  expect(await page.getByLabel("Issuer").inputValue()).toBe("");
});

test("the sign-in is tested in a window: each step is told, and nobody else is signed in", async () => {
  await declareOf({ issuer: dashboard.world.sandbox.origin, domains: ["sandbox.example"] });
  const { page, go, context } = await sit("owner");
  await go("company-sign-in");
  const opens = context.waitForEvent("page");
  await button(page, "Test the sign-in").click();
  const window = await opens;
  await window.getByRole("button", { name: /Ada/ }).waitFor();
  // While the person is at the provider, the card asks again, and still knows where the window is.
  for (let asked = 0; asked < 2; asked += 1) {
    await page.waitForResponse((answer) => answer.url().includes("/sign-in-provider/tests/"));
  }
  await page.getByText("Sign in in the window.").waitFor();
  expect(await page.getByText(/out of reach/).count()).toBe(0);
  await window.getByRole("button", { name: /Ada/ }).click();
  const closes = closesBy(window, () => decide(window));
  // The domain is not proven.
  await page.getByText("1 step failed.").waitFor();
  await page.getByText(/would be refused/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await closes;
  const account = await context.newPage();
  await account.goto(`${dashboard.world.url}/account`);
  await account.getByText("owner@example.com").first().waitFor();
  await account.close();

  await declareOf({ issuer: dashboard.world.sandbox.origin, client_secret: "wrong" });
  await button(page, "Test again").click();
  await page.getByText(/does not accept this client ID/).waitFor();
  expect(await page.content()).not.toContain(clientSecret);
});

test("a window that is gone is no failure yet: the sign-in in it may go on", async () => {
  await declareOf({ issuer: dashboard.world.sandbox.origin, domains: ["sandbox.example"] });
  const { page, go, context } = await sit("owner");
  await go("company-sign-in");
  const opens = context.waitForEvent("page");
  await button(page, "Test the sign-in").click();
  const window = await opens;
  await window.getByRole("button", { name: /Ada/ }).waitFor();
  await window.close();
  await page.getByText(/closed, or out of this page’s reach/).waitFor();
  await page.getByText(/A sign-in that was begun in it counts no more then/).waitFor();
  expect(await page.getByRole("link", { name: "Open it in a tab" }).count()).toBe(1);
  expect(await violationsOf(page)).toEqual([]);
});

test("by keyboard alone, what is wrong is said at its field, and nothing that was typed is lost", async () => {
  const { page, go } = await sit("owner");
  await go("company-sign-in");
  await page.getByLabel("Issuer").focus();
  await page.keyboard.type("http://id.example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.type("company");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("gmail.com");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  // The first that is wrong has the focus.
  const focused = page.locator(":focus");
  await page.locator(".err").nth(1).waitFor();
  expect(await focused.getAttribute("type")).toBe("password");
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.type(clientSecret);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  // Only the server knows that it may not be http.
  await page
    .locator(".err")
    .getByText(/must be an https URL/)
    .waitFor();
  expect(await page.getByLabel("Client secret").inputValue()).toBe(clientSecret);
  await page.getByLabel("Issuer").fill("https://id.example.com");
  await page.keyboard.press("Enter");
  await page.getByText("The identity provider is saved.").waitFor();
  expect(await focused.getAttribute("name")).toBe("issuer");

  const remove = button(page, "Remove company sign-in…");
  await remove.focus();
  await page.keyboard.press("Enter");
  await heading(page, "Remove company sign-in?", 2).waitFor();
  expect(await focused.textContent()).toBe("Cancel");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused.textContent()).toBe("Remove company sign-in…");
});

test("who changes it while somebody else did sees both, and another issuer asks for the secret", async () => {
  await declareOf({ client_id: "first" });
  const { page, go } = await sit("owner");
  await go("company-sign-in");
  await page.getByLabel("Issuer").fill("https://other.example.com");
  await page.getByText("Another issuer:").waitFor();
  await button(page, "Save").click();
  await page.locator(".err").getByText("This is needed.").waitFor();
  await page.getByLabel("Issuer").fill("https://id.example.com");
  await declareOf({ client_id: "second" });
  await page.getByRole("textbox", { name: "Domains" }).fill("example.com example.org");
  await button(page, "Save").click();
  await heading(page, /changed this/, 2).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Take theirs").click();
  expect(await page.getByLabel("Client ID").inputValue()).toBe("second");
});

test("an admin sees it, and is told whom to ask for a change", async () => {
  const { page, go } = await sit("admin");
  await go("company-sign-in");
  await page.getByText("Needs the role owner. Ask owner.").first().waitFor();
  expect(await button(page, /^Save/).getAttribute("aria-disabled")).toBe("true");
  expect(await violationsOf(page)).toEqual([]);
});
