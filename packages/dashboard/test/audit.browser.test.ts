/** The audit log on the dashboard, in real Chromium at the real server. */
import { readFile } from "node:fs/promises";
import { linkWaiting } from "@grantry/server/service/trail/index";
import { apiOf } from "@grantry/testing/api";
import { ids } from "@grantry/testing/harness";
import { signedIn } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressOf, type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
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
const records = (page: Page) => page.locator(".log > li");

test("what was done is in the audit log as sentences, with the details of each", async () => {
  const { page, go } = await sit("owner");
  await go("apps?dialog=create");
  await page.getByLabel("Name").fill(`<i>Logged</i> app`);
  await page.keyboard.press("Enter");
  await heading(page, "<i>Logged</i> app").waitFor();
  await page.getByRole("link", { name: "Audit log" }).click();
  const record = page.getByText("created the app “<i>Logged</i> app”");
  await record.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await record.click();
  await page.locator("details[open]").getByText("app.created").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("the audit log goes on page by page to its beginning", async () => {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const { body: apps } = await owner.api("/v1/workspaces/ws_test/apps");
  const [{ id }] = apps.data;
  for (let at = 0; at < 60; at += 1) {
    await owner.api(`/v1/workspaces/ws_test/apps/${id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: `Name ${at}` }),
    });
  }
  const { page, go } = await sit("admin");
  await go("audit");
  await page.getByText("50 records, and more").waitFor();
  await button(page, "Show older ones").click();
  await expect.poll(() => page.getByRole("listitem").count()).toBeGreaterThan(60);
});

test("it is filtered by who, what, on what and when; the address opens the same view for a colleague", async () => {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const { body: members } = await owner.api("/v1/workspaces/ws_test/members");
  const me = members.data.find(({ name }: { name: string }) => name === "owner").id;
  const { page, go, context } = await sit("owner");
  await go("audit");
  await page.getByLabel("Who", { exact: true }).selectOption("server");
  await page.waitForURL("**actor=server**");
  await records(page).filter({ hasText: "created the workspace key" }).first().waitFor();
  expect(await records(page).filter({ hasNotText: "the server" }).count()).toBe(0);
  await button(page, "Action: all").click();
  await page.getByRole("combobox", { name: "Name or ID" }).fill("member.added");
  await page.keyboard.press("Enter");
  await page.waitForURL("**action=member.added**");
  await expect.poll(() => records(page).count()).toBe(4);
  await page.getByLabel("Object").selectOption(me);
  await expect.poll(() => records(page).count()).toBe(1);
  await page.getByLabel("From").fill("2020-01-01");
  await page.waitForURL("**from=2020-01-01**");
  await expect.poll(() => records(page).count()).toBe(1);
  expect(await violationsOf(page)).toEqual([]);
  await records(page).first().click();
  await page.waitForURL("**record=**");
  const { page: other } = await sit("admin");
  await other.goto(page.url());
  await other.locator("details[open]").getByText("member.added").waitFor();
  expect(await records(other).count()).toBe(1);

  await page.getByLabel("To", { exact: true }).fill("2020-01-02");
  await page.getByText("No record matches.").waitFor();
  // The record that was open is not among them: the filter takes it out of the address as well.
  await page.waitForURL((at) => !at.search.includes("record="));
  expect(await violationsOf(page)).toEqual([]);
  await page.locator(".empty").getByRole("button", { name: "Clear filters" }).click();
  await page.waitForURL(addressOf(dashboard.world, "audit"));
  await page.goto(`${addressOf(dashboard.world, "audit")}?actor=opr_gone&record=999999`);
  await page.getByText("There is no such record in this workspace.").waitFor();
  expect(await page.getByLabel("Who", { exact: true }).inputValue()).toBe("opr_gone");
  await context.clearCookies();
});

test("a record that a link names is shown, however old it is, and narrows the list to what it has", async () => {
  const { db } = dashboard.world.app.context.store;
  const { audit_record_id: id } = await db
    .selectFrom("audit_records")
    .select("audit_record_id")
    .where("action", "=", "workspace.created")
    .where("workspace_id", "=", ids.workspace)
    .executeTakeFirstOrThrow();
  const { page, go } = await sit("owner");
  await go(`audit?record=${id}&action=app.created`);
  await heading(page, "The record that the link names", 2).waitFor();
  const opened = page.locator("details[open]");
  await opened.getByText("workspace.created").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Only this action").click();
  await page.waitForURL("**action=workspace.created**");
  await expect.poll(() => records(page).count()).toBe(1);
  await button(page, "Copy as JSON").click();
  const copied = JSON.parse(await page.evaluate("navigator.clipboard.readText()"));
  expect(copied).toMatchObject({ id: String(id), action: "workspace.created" });
});

test("what is filtered is exported as JSON lines and CSV, by keyboard, and that it was", async () => {
  const { page, go } = await sit("owner");
  const { db } = dashboard.world.app.context.store;
  const exported = await db
    .selectFrom("audit_records")
    .select("audit_record_id")
    .where("action", "=", "audit_log.exported")
    .execute();
  await go("audit?action=member.added");
  await expect.poll(() => records(page).count()).toBe(4);
  const take = async (format: string) => {
    await button(page, "Export what is filtered").focus();
    await page.keyboard.press("Enter");
    const item = page.getByRole("menuitem", { name: format });
    await item.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const download = page.waitForEvent("download");
    await item.focus();
    await page.keyboard.press("Enter");
    const file = await download;
    // A menu that is about to close takes the key that would open it again.
    await item.waitFor({ state: "hidden" });
    await expect
      .poll(() => page.evaluate("document.activeElement?.textContent"))
      .toContain("Export what is filtered");
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  };
  const lines = await take("JSON lines");
  expect(lines.name).toBe("audit-log.jsonl");
  const read = lines.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(read.map(({ action }) => action)).toEqual(Array(4).fill("member.added"));
  const csv = await take("CSV");
  expect(csv.name).toBe("audit-log.csv");
  expect(csv.text.trimEnd().split("\r\n")).toHaveLength(5);
  await go("audit?action=audit_log.exported");
  await expect.poll(() => records(page).count()).toBe(exported.length + 2);
  await page.getByText("exported the audit log as CSV").first().waitFor();
});

test("everything on it is done by keyboard alone", async () => {
  const { page, go } = await sit("admin");
  await go("audit");
  await records(page).first().waitFor();
  await page.getByLabel("Who", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Action: all");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Name or ID" }).waitFor();
  await page.keyboard.type("audit_log.exported");
  await page.keyboard.press("Enter");
  await page.waitForURL("**action=audit_log.exported**");
  await page.locator(".log summary").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("details[open]").getByText("audit_log.exported").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**actor=**");
});

test("who may not read it is told what it takes", async () => {
  const { page, go } = await sit("viewer");
  await go("audit");
  await page.getByText("Needs the role admin. Ask admin or owner.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("where the server does not answer, it says so, and tries again", async () => {
  const { page, go } = await sit("owner");
  let fails = true;
  await page.route("**/audit-records?*", (route) =>
    fails ? route.fulfill({ status: 503, body: "{}" }) : route.continue(),
  );
  await go("audit");
  await page.getByRole("alert").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  fails = false;
  await button(page, "Try again").click();
  await records(page).first().waitFor();
});

test("the whole log is verified by keyboard: unbroken, up to a record to note elsewhere, which is found again", async () => {
  await linkWaiting({ store: dashboard.world.app.context.store });
  const { page, go } = await sit("admin");
  await go("audit");
  await button(page, "Verify").focus();
  await page.keyboard.press("Enter");
  const found = page.getByRole("region", { name: "Verification" });
  await found.getByText(/^\d+ records, unbroken\.$/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await found.getByRole("button", { name: /^Copy/ }).click();
  const noted = await page.evaluate("navigator.clipboard.readText()");
  expect(noted).toMatch(/^\d+:[\w-]{43}$/);
  await found.getByLabel("Noted before").fill(String(noted));
  await page.keyboard.press("Enter");
  await found.getByText("It is there as it was noted").waitFor();
  await found.getByLabel("Noted before").fill(`1:${"A".repeat(43)}`);
  await page.keyboard.press("Enter");
  await found.getByText("That record is not there.").waitFor();
  await found.getByLabel("Noted before").fill("number one");
  await page.keyboard.press("Enter");
  await found.getByText("Enter it as it was noted").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await found.getByRole("button", { name: "Close" }).click();
  await found.waitFor({ state: "detached" });
  expect(await page.evaluate("document.activeElement?.textContent")).toBe("Verify");
});

test("the first record that was changed is named, and shown", async () => {
  const { store } = dashboard.world.app.context;
  await linkWaiting({ store });
  const { audit_record_id: id } = await store.db
    .selectFrom("audit_records")
    .select("audit_record_id")
    .where("workspace_id", "=", ids.workspace)
    .where("number", "=", 7)
    .executeTakeFirstOrThrow();
  const setDetails = async (details: string) =>
    await store.db
      .updateTable("audit_records")
      .set({ details })
      .where("audit_record_id", "=", id)
      .execute();
  const { details } = await store.db
    .selectFrom("audit_records")
    .select("details")
    .where("audit_record_id", "=", id)
    .executeTakeFirstOrThrow();
  await setDetails('{"name":"made up"}');
  const { page, go } = await sit("admin");
  await go("audit");
  await button(page, "Verify").click();
  const found = page.getByRole("region", { name: "Verification" });
  await found.getByText("Record 7 does not match.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await found.getByRole("link", { name: "Show record 7" }).click();
  await page.waitForURL("**record=**");
  await page.locator("details[open]").getByText("made up", { exact: true }).waitFor();
  await setDetails(details);
});

test("reads of tokens are shown to who asks for them, by whose token", async () => {
  const { world } = dashboard;
  await apiOf(world).tokenOf("nobody", ids.userConnector);
  await world.app.context.tokenReads.flush();
  const { page, go } = await sit("admin");
  await go("audit");
  await records(page).first().waitFor();
  expect(await records(page).filter({ hasText: "got no token" }).count()).toBe(0);
  await page.getByLabel("Reads of tokens").selectOption("only");
  await page.waitForURL("**reads=only**");
  const read = records(page).filter({ hasText: 'Backend with the token "backend" got no token' });
  await read.first().click();
  await page.locator("details[open]").getByText("not_connected").waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test("how the log is kept is set by owners, who are asked before records go, and told to all others", async () => {
  const { page, go } = await sit("owner");
  await go("general");
  const card = page.getByRole("region", { name: "Audit log" });
  await card.getByLabel("Strict").check();
  await card.getByLabel("Days that records are kept").fill("0");
  await card.getByRole("button", { name: "Save" }).click();
  await card.getByText("At least 1.").waitFor();
  await card.getByLabel("Days that records are kept").fill("400");
  await card.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Keep fewer records?" });
  await dialog.getByText("records older than 400 days").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await card.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Keep fewer" }).click();
  await page.getByText("The audit log settings are saved.").waitFor();
  expect(await card.getByLabel("Strict").isChecked()).toBe(true);
  const { page: other, go: goThere } = await sit("viewer");
  await goThere("general");
  await other.getByText("For 400 days").waitFor();
  await other.getByText(/^A token leaves only once its read is recorded/).waitFor();
  expect(await violationsOf(other)).toEqual([]);
  await card.getByLabel("Batched").check();
  await card.getByLabel("Days that records are kept").fill("");
  await card.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => {
      const { db } = dashboard.world.app.context.store;
      const kept = db.selectFrom("workspaces").select(["audit_mode", "audit_days"]);
      return await kept.where("workspace_id", "=", ids.workspace).executeTakeFirst();
    })
    .toEqual({ audit_mode: "batched", audit_days: null });
});
