/** What connectors stand on, in real Chromium at the real server: tabs, custom providers, OAuth clients. */
import { fileURLToPath } from "node:url";
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { connectorOf, entryAt, providersOf } from "@grantry/testing/custom-provider";
import { ids } from "@grantry/testing/harness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { focused, tabTo } from "./keyboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [workspace] }) => {
      workspace?.oauth_clients?.push({
        id: "ocl_spare",
        name: "Spare client",
        provider: "notion",
        client_id: "spare-client",
        client_secret: { env: "spare_secret" },
      });
    },
  });
  await connect(apiOf(dashboard.world), "ada", ids.userConnector);
});
afterAll(() => dashboard.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 });
const heading2 = (page: Page, name: string) => page.getByRole("heading", { name, level: 2 });
const entryField = (page: Page) => page.getByLabel("Entry", { exact: true });
const selected = (page: Page) =>
  page.evaluate(
    "document.activeElement.value?.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)",
  );
/** What the side bar marks as the page that is shown. */
const currentIn = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).locator("[aria-current=page]").textContent();

test("each tab has an address, says who is connected and whether it works, and an empty one what to do", async () => {
  const { page, go } = await sit("owner");
  await go("connectors");
  const table = page.getByRole("table", { name: "Connectors" });
  await table.getByText("Working").waitFor();
  await table.getByText("1 connection").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await link(page, "Shared by apps").click();
  await page.waitForURL("**/connectors?tab=shared");
  await page.getByRole("table", { name: "Connectors of single apps" }).waitFor();
  await page.getByText("Not tested yet").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await link(page, "Custom providers").click();
  await page.getByText("No custom provider yet.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await link(page, "OAuth clients").click();
  await page.getByRole("table", { name: "OAuth clients" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.reload();
  await page.getByRole("table", { name: "OAuth clients" }).waitFor();
  expect(await link(page, "OAuth clients").getAttribute("aria-current")).toBe("page");
});

test("a service of one's own is found out by its issuer, looked at, added, changed and deleted", async () => {
  const { page, go } = await sit("owner");
  await go("connectors/new");
  await link(page, /^Your own/).click();
  await heading(page, "Add your own service").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const read = button(page, "Read its metadata");
  await read.click();
  await page.getByText("This is needed.").first().waitFor();
  expect(await focused(page)).toBe("Issuer address");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Issuer address", { exact: true }).fill("https://127.0.0.1:1");
  await page.getByLabel("Name that people see").fill("Our House");
  expect(await page.getByLabel("ID", { exact: true }).inputValue()).toBe("our_house");
  await read.click();
  // The server's refusal stands at the field, and all that was typed is there.
  await page.getByText(/private/).waitFor();
  expect(
    await page.getByLabel("Issuer address", { exact: true }).getAttribute("aria-invalid"),
  ).toBe("true");
  expect(await page.getByLabel("Name that people see").inputValue()).toBe("Our House");
  await page.getByLabel("Issuer address", { exact: true }).fill(dashboard.world.sandbox.origin);
  await read.click();
  await page.getByText("Nothing is kept yet").waitFor();
  expect(page.url()).toMatch(/by=entry$/);
  expect(JSON.parse(await entryField(page).inputValue())).toMatchObject({ id: "our_house" });
  expect(await violationsOf(page)).toEqual([]);
  // The other form has still what was typed in it.
  await link(page, "By its issuer address").click();
  expect(await page.getByLabel("Name that people see").inputValue()).toBe("Our House");
  await link(page, "By an entry").click();
  await button(page, "Add the service").click();
  await heading(page, "Our House").waitFor();
  await page.getByText("“Our House” is added.").waitFor();
  expect(page.url()).toMatch(/\/providers\/our_house$/);
  expect(await currentIn(page)).toBe("Connectors");
  expect(await violationsOf(page)).toEqual([]);

  const text = await entryField(page).inputValue();
  await entryField(page).fill(text.replace('"Our House"', '"Our Home"'));
  await button(page, "Save").click();
  await page.getByText("The entry is saved.").waitFor();
  await heading(page, "Our Home").waitFor();
  // The form goes on from what was saved.
  await entryField(page).fill(
    (await entryField(page).inputValue()).replace("Our Home", "Our home"),
  );
  await button(page, "Save").click();
  await heading(page, "Our home").waitFor();
  await link(page, "Add a connector").click();
  await heading(page, "Add Our House").waitFor();
  await page.goBack();
  await button(page, "Delete…").click();
  await heading2(page, "Delete the provider “Our home”?").waitFor();
  expect(await focused(page)).toBe("Keep it");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel(/^Type/).fill("Our House");
  await button(page, "Delete provider").click();
  await page.getByText("This is not the name.").waitFor();
  await page.getByLabel(/^Type/).fill("Our home");
  await button(page, "Delete provider").click();
  await page.getByText("“Our home” is deleted.").waitFor();
  await page.getByText("No custom provider yet.").waitFor();
});

test("what is wrong with an entry is said at its line, and a line leads to its place", async () => {
  const { page, go } = await sit("owner");
  await go("connectors/own?by=entry");
  const add = button(page, "Add the service");
  await add.click();
  await page.getByText("Paste an entry, or upload one.").waitFor();
  await entryField(page).fill('{\n  "id": "hut",\n  "name" "Hut"\n}');
  await add.click();
  await page.getByText("This is no JSON: colon expected.").waitFor();
  await button(page, "Line 3").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await entryField(page).fill("[]");
  await add.click();
  await page.getByText("An entry is an object").waitFor();
  const entry = entryAt("https://hut.example", { name: "Hut", connectors: [connectorOf("hut")] });
  const wrong = { ...entry, id: "hut", extra: 1, api: { hosts: ["http://hut.example"] } };
  const text = `// Of ours.\n${JSON.stringify(wrong, null, 2)}`;
  await entryField(page).fill(text);
  await add.click();
  await page.getByText("There is no such field.").waitFor();
  const line = text.split("\n").findIndex((one) => one.includes('"extra"')) + 1;
  await button(page, `Line ${line}`).click();
  expect(await selected(page)).toBe('"extra": 1');
  expect(await entryField(page).inputValue()).toBe(text);
  expect(await violationsOf(page)).toEqual([]);
  await entryField(page).fill(text.replace(/,\n {2}"extra": 1/, ""));
  await add.click();
  await page.getByText(/It must be https/).waitFor();
  await entryField(page).fill(
    text.replace(/,\n {2}"extra": 1/, "").replace("http://hut", "https://hut"),
  );
  await add.click();
  await heading(page, "Hut").waitFor();
  // The same again would replace it unseen.
  await go("connectors/own?by=entry");
  await page.getByLabel("Upload an entry").setInputFiles({
    name: "hut.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ ...entry, id: "hut" })),
  });
  await add.click();
  await page.getByText("The workspace has a provider of this id.").waitFor();
  await page.getByLabel("Upload an entry").setInputFiles(fileURLToPath(import.meta.url));
  await expect.poll(() => entryField(page).inputValue()).toContain("setInputFiles");
  await providersOf(dashboard.world).remove("hut");
}, 60_000);

test("an entry that somebody changed meanwhile is not overwritten unseen", async () => {
  const own = providersOf(dashboard.world);
  const entry = (name: string) => {
    const { id: _, ...rest } = entryAt("https://shed.example", { name });
    return { ...rest, connectors: [connectorOf("shed")] };
  };
  expect((await own.put("shed", entry("Shed"))).status).toBe(200);
  const { page, go } = await sit("owner");
  await go("providers/shed");
  const text = await entryField(page).inputValue();
  await own.put("shed", entry("Theirs"));
  await entryField(page).fill(text.replace('"Shed"', '"Mine"'));
  await button(page, "Save").click();
  await page.getByRole("dialog", { name: /changed this/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Take theirs").click();
  expect(await entryField(page).inputValue()).toContain('"Theirs"');
  await own.remove("shed");
});

test("an OAuth client says what uses it, gets another secret, and is deleted once nothing does", async () => {
  const { page, go } = await sit("owner");
  await go(`oauth-clients/${ids.oauthClient}`);
  await page.getByText(/connectors? uses? this client/).waitFor();
  expect(await currentIn(page)).toBe("Connectors");
  await page.getByText("It can be deleted once no connector uses it").waitFor();
  expect(await button(page, "Delete…").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Check it").click();
  await page.getByText(/cannot be tried|accepts the client/).waitFor();

  await go("connectors?tab=oauth-clients");
  await link(page, "Spare client").click();
  await heading(page, "Spare client").waitFor();
  await button(page, "Replace the secret").click();
  await button(page, "Store the new secret").click();
  await page.getByText("Enter the new secret.").waitFor();
  await page.getByLabel("New client secret").fill("another-secret");
  await button(page, "Store the new secret").click();
  await page.getByText("No connector uses this client, so it cannot be tried.").waitFor();
  await button(page, "Done").click();
  await page.getByText("The old one still works").waitFor();
  await button(page, "Forget the old one").click();
  await button(page, "Forget it").click();
  await page.getByText("The old secret is forgotten.").waitFor();
  expect(await page.content()).not.toContain("another-secret");
  await button(page, "Change").click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Name", { exact: true }).fill("");
  await button(page, "Save").click();
  await page.getByText("This is needed.").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Spare of ours");
  await page.getByLabel(/^Other servers use it/).check();
  await button(page, "Save").click();
  await heading(page, "Spare of ours").waitFor();
  await page.getByText("Use it, too: disconnecting revokes nothing").waitFor();
  await button(page, "Delete…").click();
  expect(await focused(page)).toBe("Keep it");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel(/^Type/).fill("Spare of ours");
  await button(page, "Delete OAuth client").click();
  await page.getByText("“Spare of ours” is deleted.").waitFor();
  await go("oauth-clients/ocl_spare");
  await heading(page, "There is nothing at this address").waitFor();
});

test("by keyboard alone: an entry is typed, mended at its line, and deleted", async () => {
  const { page, go } = await sit("owner");
  await go("connectors?tab=providers");
  await page.getByText("No custom provider yet.").waitFor();
  await tabTo(page, "Add your own service");
  await page.keyboard.press("Enter");
  await heading(page, "Add your own service").waitFor();
  await tabTo(page, "By an entry");
  await page.keyboard.press("Enter");
  await tabTo(page, "Entry");
  const entry = entryAt("https://barn.example", {
    name: "Barn",
    connectors: [connectorOf("barn")],
  });
  await page.keyboard.insertText(JSON.stringify({ ...entry, id: "barn", extra: 1 }, null, 2));
  await tabTo(page, "Add the service");
  await page.keyboard.press("Enter");
  await page.getByText("There is no such field.").waitFor();
  await page.keyboard.press("Shift+Tab");
  expect(await focused(page)).toMatch(/^Line \d+$/);
  await page.keyboard.press("Enter");
  expect(await selected(page)).toBe('"extra": 1');
  await page.keyboard.insertText('"website": null');
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(JSON.stringify({ ...entry, id: "barn" }));
  await tabTo(page, "Add the service");
  await page.keyboard.press("Enter");
  await heading(page, "Barn").waitFor();
  await tabTo(page, "Delete…");
  await page.keyboard.press("Enter");
  await heading2(page, "Delete the provider “Barn”?").waitFor();
  await page.keyboard.press("Escape");
  expect(await focused(page)).toBe("Delete…");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.insertText("Barn");
  await page.keyboard.press("Enter");
  await page.getByText("“Barn” is deleted.").waitFor();
});

test("a connector's activity tells how much it is used and who changed it, and leads to the record", async () => {
  const { page, go } = await sit("owner");
  await go(`connectors/${ids.userConnector}`);
  await link(page, "Activity").click();
  await heading2(page, "Changes").waitFor();
  await page.getByText("Tokens served").first().waitFor();
  await link(page, "30 days").click();
  await page.waitForURL("**/activity?period=30d");
  expect(await violationsOf(page)).toEqual([]);
  await link(page, /The server/)
    .first()
    .click();
  await heading(page, "Audit log").waitFor();
  expect(new URL(page.url()).searchParams.get("target")).toBe(ids.userConnector);
});

test("who may not change anything sees it all, and which role it takes", async () => {
  const own = providersOf(dashboard.world);
  const { id: _, ...entry } = entryAt("https://loft.example", { name: "Loft" });
  await own.put("loft", { ...entry, connectors: [connectorOf("loft")] });
  const { page, go } = await sit("viewer");
  const activity = `connectors/${ids.userConnector}/activity`;
  const paths = ["connectors/own", "providers/loft", `oauth-clients/${ids.oauthClient}`, activity];
  for (const path of paths) {
    await go(path);
    await page
      .getByText(/Needs the role admin/)
      .first()
      .waitFor();
    expect(await violationsOf(page)).toEqual([]);
  }
  await own.remove("loft");
});
