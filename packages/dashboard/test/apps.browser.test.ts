/** Apps on the dashboard, in real Chromium at the real server: made, opened to pages, given service tokens. */
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { ownApiOf } from "@grantry/testing/own-api";
import { losslessWebp, lossyWebp, png, pngChunk, webpFile } from "@grantry/testing/pictures";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
let provider: TestIdentityProvider;
let functions: FunctionServer;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  provider = await startIdentityProvider("https://id.example.com");
  await provider.addKey("first", "RS256");
  functions = await startFunctionServer();
  const allowedPrivateOrigins = [provider.origin, functions.origin];
  dashboard = await startDashboard({ allowedPrivateOrigins });
});
afterAll(async () => {
  await dashboard.close();
  await provider.close();
  await functions.close();
});

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const heading = (page: Page, name: string, level = 1) => page.getByRole("heading", { name, level });
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "App", exact: true }).getByRole("link", { name });

test("an app is created, opened to a page, and given a token that reads, once it is seen", async () => {
  const { page } = await sit("owner");
  await page.getByRole("link", { name: "All apps" }).click();
  await heading(page, "Apps").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Create an app").click();
  await button(page, "Create").last().click();
  await page.getByText("This is needed.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Name").fill("Daybook");
  await page.keyboard.press("Enter");
  await heading(page, "Daybook").waitFor();
  await page.getByText("Daybook has no shared account yet.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const appId = page.url().split("/").at(-2) ?? "";
  expect(appId).toMatch(/^app_/);
  await page.getByRole("navigation", { name: "Main" }).getByText("Daybook").waitFor();

  await tab(page, "Origins").click();
  await page.getByText("No page may use the app yet.").waitFor();
  const field = page.getByLabel("Another origin");
  for (const [text, said] of [
    ["daybook.example", "An origin is a scheme, a host and a port"],
    ["https://daybook.example/app", "write https://daybook.example"],
    ["https://*.daybook.example:8443", "A wildcard (*) stands for one whole label"],
    ["https://*.vercel.app", "anybody may have a page below vercel.app"],
  ] as const) {
    await field.fill(text);
    await button(page, "Add origin").click();
    await page.getByText(said).waitFor();
    expect(await field.inputValue()).toBe(text);
  }
  expect(await violationsOf(page)).toEqual([]);
  await field.fill("https://daybook.example");
  await page.keyboard.press("Enter");
  await button(page, "Remove https://daybook.example").waitFor();
  await button(page, "Add http://localhost:5173").click();
  await button(page, "Remove http://localhost:5173").waitFor();
  await field.fill("https://*.preview.daybook.example");
  await page.keyboard.press("Enter");
  await button(page, "Remove https://*.preview.daybook.example").waitFor();
  await button(page, "Remove https://daybook.example").click();
  await page.getByText("The origin is removed.").waitFor();

  // A page that may not is shown, and let in by a click.
  await page.getByText("No page of another origin has tried to use Daybook.").waitFor();
  const asksFrom = async (origin: string) => {
    const path = `/v1/apps/${appId}/me/connections`;
    const answer = await fetch(dashboard.world.url + path, { headers: { origin } });
    await dashboard.world.app.context.flights.landed();
    return answer.status;
  };
  expect(await asksFrom("https://staging.example")).toBe(403);
  expect(await asksFrom("https://pr-1.preview.daybook.example")).toBe(401);
  await page.reload();
  await button(page, "Allow https://staging.example").focus();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await button(page, "Remove https://staging.example").waitFor();
  await page.getByText("No page of another origin has tried to use Daybook.").waitFor();
  expect(await asksFrom("https://staging.example")).toBe(401);

  await tab(page, "Service tokens").click();
  await page.getByText("No service token yet.").waitFor();
  await button(page, "Create a service token").click();
  await page.getByLabel("Name").fill("backend");
  await page.getByLabel("It ends").selectOption("After 90 days");
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Create").last().click();
  await heading(page, "Keep the service token “backend”", 2).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  // Escape does not lose it.
  await page.keyboard.press("Escape");
  const secret = (await page.getByRole("dialog").locator(".out").first().textContent()) ?? "";
  expect(secret).toMatch(/^grantry_st_/);
  await page.getByText(`GRANTRY_SERVICE_TOKEN=${secret}`).waitFor();
  const call = ownApiOf(dashboard.world);
  expect((await call("GET", `/v1/apps/${appId}/connections`, { as: secret })).status).toBe(200);
  await button(page, "I have kept it").click();
  await page
    .getByRole("cell", { name: /backend/ })
    .first()
    .waitFor();
  expect(await page.content()).not.toContain(secret);
  const kept = await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])");
  expect(kept + page.url()).not.toContain("grantry_st_");

  await button(page, "Change… backend").click();
  await page.getByLabel(/^Connect and disconnect accounts/).uncheck();
  await page.getByLabel(/^Only these/).check();
  await button(page, "Save").click();
  await page.getByText("Choose at least one connector.").waitFor();
  await page.getByLabel(ids.userConnector).check();
  expect(await violationsOf(page)).toEqual([]);
  // Meanwhile somebody else, without this page knowing.
  const list = `/v1/workspaces/${ids.workspace}/apps/${appId}/service-tokens`;
  const asKey = { as: secrets.workspaceKey };
  const { id } = (await call("GET", list, asKey)).body.data[0];
  const other = await call("PATCH", `${list}/${id}`, { ...asKey, body: { name: "jobs" } });
  expect([other.status, other.body.detail]).toEqual([200, undefined]);
  await button(page, "Save").click();
  await page.getByRole("dialog", { name: /changed this just now\.$/ }).waitFor();
  await button(page, "Keep mine").click();
  await page.getByText("The service token is changed.").waitFor();
  await page.getByText(/of 1 connector/).waitFor();
  const narrowed = (await call("GET", `${list}/${id}`, asKey)).body;
  expect(narrowed.scopes).not.toContain("connections:manage");
  expect(narrowed).toMatchObject({ name: "backend", connector_ids: [ids.userConnector] });

  await button(page, "Delete… backend").click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel(/^Type/).fill("backend");
  await button(page, "Delete service token").click();
  await page.getByText("The service token “backend” has ended.").waitFor();
  await page.getByText("No service token yet.").waitFor();
  expect((await call("GET", `/v1/apps/${appId}/connections`, { as: secret })).status).toBe(401);
});

test("an identity provider is added and removed, and says what is wrong at its field", async () => {
  const { page, go } = await sit("admin");
  await go(`apps/${ids.otherApp}/identity-providers`);
  await page.getByText("The app’s backend says who its users are.").waitFor();
  await button(page, "Add an identity provider").click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Issuer").fill("https://id.example.com");
  await button(page, "Add").last().click();
  await page.getByText(/without it the tokens of every client of this issuer would do/).waitFor();
  await page.getByLabel("Audience").fill("daybook");
  await page.getByText("Tokens without an audience, keys and user IDs").click();
  await page.getByLabel("Address of its keys").fill(`${provider.origin}/keys`);
  await button(page, "Add").last().click();
  await page.getByText("The identity provider is added.").waitFor();
  await heading(page, "https://id.example.com", 3).waitFor();
  await page.getByText("The claim sub").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Remove… https://id.example.com").click();
  await button(page, "Remove identity provider").click();
  await page.getByText("The app’s backend says who its users are.").waitFor();
});

test("what two people change at once is both kept", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/origins`);
  await page.getByLabel("Another origin").fill("https://mine.example");
  // Meanwhile, without this page knowing.
  const other = await sit("admin");
  await other.go(`apps/${ids.otherApp}/origins`);
  await other.page.getByLabel("Another origin").fill("https://theirs.example");
  await other.page.keyboard.press("Enter");
  await button(other.page, "Remove https://theirs.example").waitFor();
  await page.getByLabel("Another origin").press("Enter");
  await button(page, "Remove https://mine.example").waitFor();
  await button(page, "Remove https://theirs.example").waitFor();
});

test("a viewer sees an app, and is told what it takes to change it", async () => {
  const { page, go } = await sit("viewer");
  await go(`apps/${ids.app}/general`);
  await heading(page, "Test app").waitFor();
  // The app's name needs it, and its deletion.
  await page.getByText("Needs the role admin. Ask admin or owner.").first().waitFor();
  expect(await page.getByRole("button", { name: "Save" }).count()).toBe(0);
  await tab(page, "Origins").click();
  await page.getByText("https://app.example.com").waitFor();
  expect(await button(page, /^Remove/).count()).toBe(0);
  expect(await button(page, "Add origin").getAttribute("aria-disabled")).toBe("true");
  await tab(page, "Service tokens").click();
  // The page before says so of two things.
  await page.getByText("Needs the role admin.").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("an app's name is changed", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/general`);
  await page.getByLabel("Name").fill("Renamed");
  await button(page, "Save").click();
  await heading(page, "Renamed").waitFor();
});

test("an app demands completion, and names where its native apps come back to", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/origins`);
  const native = page.getByLabel("Return addresses of native apps");
  await native.fill("daybook:/x");
  await button(page, "Save").click();
  await page.getByText(/a domain name of its own backwards/).waitFor();
  await native.fill("com.example.daybook:/connected");
  await page.getByLabel("Who completes").selectOption("required");
  await button(page, "Save").click();
  await page.getByText("Completion is changed.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.reload();
  await expect.poll(() => native.inputValue()).toBe("com.example.daybook:/connected");
  expect(await page.getByLabel("Who completes").inputValue()).toBe("required");
});

test("an app's limits are shown, and how often each refused a call", async () => {
  const { statistics } = dashboard.world.app.context;
  const place = { workspaceId: ids.workspace, appId: ids.app, connectorId: "" };
  for (let count = 0; count < 3; count += 1) statistics.count(place, "rate_limited", "token_reads");
  await statistics.flush();
  const { page, go } = await sit("viewer");
  await go(`apps/${ids.app}/general`);
  const limits = page.getByRole("table", { name: "Limits" });
  const row = limits.getByRole("row", { name: "Reading tokens" });
  await row.getByText("30,000 in 10 seconds").waitFor();
  await row.getByRole("cell", { name: "3", exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("the address of an app's functions is set, and one of them called", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/functions`);
  const field = page.getByLabel("Address of its backend functions");
  await field.fill("not an address");
  await button(page, "Save").click();
  await page.getByRole("alert").waitFor();
  expect(await field.inputValue()).toBe("not an address");
  await field.fill(`${functions.origin}/fn`);
  await button(page, "Save").click();
  await page.getByLabel("Name of a function").fill("hello");
  functions.run("hello", () => new Response("hi", { status: 202 }));
  await page.keyboard.press("Enter");
  await page.getByText(/It answered with the status 202 after \d+ ms\./).waitFor();
  expect(functions.calls.at(-1)?.headers.authorization).toBeUndefined();
  expect(await violationsOf(page)).toEqual([]);
  functions.listen("broken", (incoming) => incoming.destroy());
  await page.getByLabel("Name of a function").fill("broken");
  await button(page, "Call it").click();
  await page.getByText("functions_answer_invalid").waitFor();
  await page.getByLabel("Name of a function").fill("../secret");
  await button(page, "Call it").click();
  await page.getByRole("alert").waitFor();
});

test("a token is checked rule by rule, and is kept nowhere", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/identity-providers`);
  await button(page, "Add an identity provider").click();
  await page.getByLabel("Issuer").fill("https://id.example.com");
  await page.getByLabel("Audience").fill("daybook");
  await page.getByText("Tokens without an audience, keys and user IDs").click();
  await page.getByLabel("Address of its keys").fill(`${provider.origin}/keys`);
  await button(page, "Add").last().click();
  await heading(page, "https://id.example.com", 3).waitFor();
  const sign = (aud: string) =>
    provider.sign({
      sub: "ada",
      name: "Ada",
      aud,
      exp: 4_000_000_000,
      iss: "https://id.example.com",
    });
  const field = page.getByLabel("A user’s token");
  const wrong = await sign("web");
  await field.fill(wrong);
  await button(page, "Check").click();
  await page.getByText("Refused.").waitFor();
  await page.getByText("The audience is “web”; this app expects “daybook”.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await field.fill(await sign("daybook"));
  await button(page, "Check").click();
  await page.getByText("Accepted: it names Ada.").waitFor();
  await field.fill("nonsense");
  await button(page, "Check").click();
  await page.getByText("It is not a JWT.").waitFor();
  expect(dashboard.world.logLines.join("\n")).not.toContain(wrong);
  const kept = await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])");
  expect(kept + page.url()).not.toContain("eyJ");
});

test("an app's branding is shown beside the form as it is typed, and saved", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/branding`);
  await page.getByLabel("Name that people know").fill("Gmail");
  await button(page, "Save").click();
  await page.getByText(/looks like, the name of this server or of a service/).waitFor();
  await page.getByLabel("Name that people know").fill("Logbook");
  const preview = page.getByRole("region", { name: "What people see" });
  await preview.getByText(/^Connect your .* to Logbook$/).waitFor();
  await page.getByLabel("Colour of the button").fill("orange");
  await button(page, "Save").click();
  await page.getByText("Must be a colour as #rrggbb.").waitFor();
  await page.getByLabel("Colour of the button").fill("#ffcc00");
  await page.getByLabel("Where people find help").fill("mailto:help@logbook.example");
  await page.getByLabel("Privacy policy").fill("https://logbook.example/privacy");
  await preview.getByText("help@logbook.example").waitFor();
  const styled = "getComputedStyle(document.querySelector('.sheet .go'))";
  expect(await page.evaluate(`${styled}.backgroundColor`)).toBe("rgb(255, 204, 0)");
  expect(await page.evaluate(`${styled}.color`)).toBe("rgb(0, 0, 0)");
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Save").press("Enter");
  await page.getByText("The branding is changed.").waitFor();
  await page.reload();
  expect(await page.getByLabel("Name that people know").inputValue()).toBe("Logbook");
  await page.getByLabel("Name that people know").fill("");
  await button(page, "Save").click();
  await page.getByText("The branding is changed.").waitFor();
});

test("an app's logo is chosen, refused in words at its field, shown, replaced and removed", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/branding`);
  const field = page.getByLabel("Logo");
  const choose = (bytes: Uint8Array, name = "logo.png") =>
    field.setInputFiles({ name, mimeType: "image/png", buffer: Buffer.from(bytes) });
  const described = async () =>
    (await field.getAttribute("aria-describedby"))?.split(" ").map((id) => page.locator(`#${id}`));
  const preview = page.getByRole("region", { name: "What people see" });
  const shown = preview.getByRole("img");
  await preview.locator(".plogo.app").waitFor();
  for (const [bytes, said] of [
    [Buffer.from("<svg/>"), "The file is an SVG or other markup, which can hold script"],
    [png(100, 40), "a logo must be about as wide as it is high"],
    [png(64, 64, { more: [pngChunk("acTL")] }), "is animated: choose a still image"],
    [webpFile(losslessWebp(64)), "The file is damaged. Choose another."],
    [webpFile(lossyWebp(64)), "The file is damaged. Choose another."],
    [new Uint8Array(300_000), "The file is 293 KiB. A logo can be at most 256 KiB."],
  ] as const) {
    await choose(bytes);
    await page.getByText(said).waitFor();
    expect(await (await described())?.at(-1)?.textContent()).toContain(said);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
  }
  expect(await violationsOf(page)).toEqual([]);

  // The field itself is reached by the keyboard; its words open the same dialog.
  await field.focus();
  const [dialog] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByText("Choose a picture…").click(),
  ]);
  const first = png(64, 64, { color: "0f7b4c" });
  await dialog.setFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from(first) });
  await page.getByText("The logo is changed.").waitFor();
  await shown.waitFor();
  const loaded = () => page.evaluate("document.querySelector('.sheet img')?.naturalWidth");
  await expect.poll(loaded).toBe(64);
  const before = await shown.getAttribute("src");
  expect(await field.getAttribute("aria-invalid")).toBe("false");
  expect(await violationsOf(page)).toEqual([]);

  // Of a WebP the browser looks at the pixels: one that it has made itself is taken.
  const webp = await page.evaluate<string>(`(async () => {
    const canvas = new OffscreenCanvas(96, 96);
    canvas.getContext("2d").fillRect(0, 0, 96, 96);
    const blob = await canvas.convertToBlob({ type: "image/webp" });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  })()`);
  await choose(Buffer.from(webp, "base64"));
  await expect.poll(loaded).toBe(96);
  await choose(png(80));
  await expect.poll(loaded).toBe(80);
  expect(await shown.getAttribute("src")).not.toBe(before);
  await button(page, "Remove the logo").focus();
  await page.keyboard.press("Enter");
  await page.getByText("The logo is removed.").waitFor();
  await preview.locator(".plogo.app").waitFor();
  expect(await page.evaluate("document.activeElement.type")).toBe("file");
  expect(await violationsOf(page)).toEqual([]);
});

test("a file that is chosen while another one is on its way is left, and what came of the other is said", async () => {
  const { page, go } = await sit("owner");
  await go(`apps/${ids.otherApp}/branding`);
  const field = page.getByLabel("Logo");
  const choose = (bytes: Uint8Array) =>
    field.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from(bytes) });
  const asked: (() => void)[] = [];
  await page.route(/\/logo$/, async (route) => {
    await new Promise<void>((resolve) => asked.push(resolve));
    await route.continue();
  });
  await choose(png(64));
  await expect.poll(() => asked.length).toBe(1);
  await choose(png(65));
  asked[0]?.();
  await page.getByText("The logo is changed.").waitFor();
  await expect
    .poll(() => page.evaluate("document.querySelector('.sheet img')?.naturalWidth"))
    .toBe(64);
  // What is refused is said, too.
  await choose(png(31));
  await expect.poll(() => asked.length).toBe(2);
  await choose(png(66));
  asked[1]?.();
  await page.getByText("each side must be 32 to 1024 pixels").waitFor();
  expect(asked).toHaveLength(2);
  await page.unroute(/\/logo$/);
  await button(page, "Remove the logo").click();
  await page.getByText("The logo is removed.").waitFor();
});

test("a viewer sees the logo and cannot choose another", async () => {
  const { page, go } = await sit("viewer");
  await go(`apps/${ids.otherApp}/branding`);
  await page.getByText("Needs the role admin.").first().waitFor();
  expect(await page.getByLabel("Logo").isDisabled()).toBe(true);
  expect(await page.getByText("Choose a picture…").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
});
