/** A long list of connections on the dashboard, in real Chromium on both engines: filtered, in order, page by page. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { ids } from "@grantry/testing/harness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newHandle } from "../../server/src/lib/id.ts";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

const many = 120;
const day = 86_400;

describe.each(engines)("on %s", (engine) => {
  let dashboard: Dashboard;
  const seatFor = seatsAt(() => dashboard);

  beforeAll(async () => {
    dashboard = await startDashboard({ engine });
    const api = apiOf(dashboard.world);
    for (const user of ["real-1", "real-2", "real-3"]) await connect(api, user, ids.userConnector);
    await fill();
  });
  afterAll(() => dashboard.close());

  /** Copies, which nobody can read the tokens of. One in ten needs its person, one in ten ends in five days. */
  async function fill(): Promise<void> {
    const { db, clock } = dashboard.world.app.context.store;
    const sample = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    const now = clock.nowSeconds();
    const rows = Array.from({ length: many }, (_, at) => {
      const ended = at % 10 === 1;
      return {
        ...sample,
        connection_id: newHandle("connection"),
        user_id: `copy-${String(at).padStart(3, "0")}`,
        client_id: at === 0 ? "a-former-client" : sample.client_id,
        account_email: `copy${at}@example.com`,
        status: ended ? "needs_reauth" : "active",
        reason: ended ? (at % 20 === 1 ? "revoked" : "missing_scopes") : null,
        refresh_token_expires_at: at % 10 === 2 ? now + 5 * day : null,
        expires_at: now + 40 * day,
        next_refresh_at: null,
        last_used_at: at % 3 === 0 ? null : now - (at + 1) * day,
        created_at: now - (at + 1) * day,
        updated_at: now - (at + 1) * day,
      };
    });
    await db
      .insertInto("connections")
      .values(rows as never)
      .execute();
  }

  async function sit(role: string, path: string, width = 1440): Promise<Page> {
    const seat = await seatFor(role, { viewport: { width, height: 900 } });
    await seat.go(path);
    return seat.page;
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
  const shows = (page: Page, count: string) => page.getByText(count, { exact: true }).waitFor();
  const first = (page: Page) => page.getByRole("table").locator(".rowlink").first().textContent();
  const heading = (page: Page, name: string) => page.getByRole("columnheader", { name });

  test("pages follow each other, and how many there are is said", async () => {
    const page = await sit("viewer", "connections");
    await shows(page, `50 of ${many + 3} connections`);
    // The ones that changed last come first.
    expect(await first(page)).toMatch(/^real-/);
    await button(page, "Show more").click();
    await shows(page, `100 of ${many + 3} connections`);
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Show more").click();
    await shows(page, `${many + 3} connections`);
    expect(await button(page, "Show more").count()).toBe(0);
    const names = await page.getByRole("table").getByRole("link").allTextContents();
    expect(new Set(names).size).toBe(many + 3);
    // The one whose client was replaced says so, here and on its page.
    const marked = page.getByRole("row").filter({ hasText: "Old OAuth client" });
    expect(await marked.getByRole("link").allTextContents()).toEqual(["copy-000"]);
    await marked.getByRole("link").click();
    await page.getByText(/an OAuth client that the connector no longer has/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("headings put the rows in order, by keyboard, and the address has it", async () => {
    const page = await sit("viewer", "connections");
    const connected = heading(page, "First connected");
    await connected.waitFor();
    expect(await connected.getAttribute("aria-sort")).toBe("none");
    await connected.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => first(page)).toMatch(/^real-/);
    expect(await connected.getAttribute("aria-sort")).toBe("descending");
    expect(page.url()).toContain("sort=-created_at");
    await page.keyboard.press("Enter");
    await expect.poll(() => first(page)).toBe("copy-119");
    expect(await connected.getAttribute("aria-sort")).toBe("ascending");
    expect(await violationsOf(page)).toEqual([]);
    await heading(page, "Last used").getByRole("button").click();
    await expect.poll(() => first(page)).not.toBe("copy-119");
    expect(await connected.getAttribute("aria-sort")).toBe("none");
    await page.reload();
    await expect
      .poll(() => heading(page, "Last used").getAttribute("aria-sort"))
      .toBe("descending");
  });

  test("every filter of the list stands in the address, and all are cleared at once", async () => {
    const page = await sit("viewer", "connections");
    const choose = async (label: string, option: string, count: string) => {
      await page.getByLabel(label, { exact: true }).selectOption(option);
      await shows(page, count);
    };
    await choose("State", "Needs reconnecting", "12 connections");
    await choose("Reason", "Access revoked at the service", "6 connections");
    await choose("Whose", "People", "6 connections");
    expect(await violationsOf(page)).toEqual([]);
    await page.reload();
    await shows(page, "6 connections");
    expect(new URL(page.url()).searchParams.get("reason")).toBe("revoked");
    await button(page, "Clear filters").click();
    await shows(page, `50 of ${many + 3} connections`);
    await choose("Ends within", "7 days", "12 connections");
    await page.getByText("Ends soon").first().waitFor();
    await choose("Ends within", "A day", "No connection matches.");
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Clear filters").last().click();
    await shows(page, `50 of ${many + 3} connections`);
    const since = new Date((dashboard.world.app.context.clock.nowSeconds() - 110 * day) * 1_000);
    await page.getByLabel("Not used since").fill(since.toISOString().slice(0, 10));
    await page.getByText(/^[5-8] connections$/).waitFor();
    expect(page.url()).toContain("unused=");
  });

  test("what is searched for is found by how it begins, and stands in no address", async () => {
    const page = await sit("viewer", "connections");
    await shows(page, `50 of ${many + 3} connections`);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("searchbox").fill("COPY-11");
    await page.keyboard.press("Enter");
    await shows(page, "10 connections");
    expect([...asked, page.url()].join().toLowerCase()).not.toContain("copy-11");
    await page.getByLabel("State", { exact: true }).selectOption("Needs reconnecting");
    await shows(page, "1 connection");
    await page.getByRole("searchbox").fill("nobody-at-all");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await shows(page, "No connection matches.");
    await button(page, "Clear filters").last().click();
    await shows(page, `50 of ${many + 3} connections`);
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
  });

  test("everything that matches is disconnected, with a receipt of each, by keyboard alone", async () => {
    const page = await sit("owner", "connections?status=active");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("real-");
    await page.keyboard.press("Enter");
    await shows(page, "3 connections");
    await page.getByLabel("Select all that are shown").focus();
    await page.keyboard.press("Space");
    await page.getByText("3 selected").waitFor();
    const selection = page.getByRole("region", { name: "Selection" });
    const press = async (name: string) => {
      await selection.getByRole("button", { name }).focus();
      await page.keyboard.press("Enter");
    };
    await press("Select all that match");
    await selection.getByText("All that match are selected").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await press("Disconnect…");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("3 connections of 1 app:").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    // Focus goes back to what opened the dialog.
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate("document.activeElement?.textContent"))
      .toBe("Disconnect…");
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Disconnect 3 connections" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Disconnect 3 connections" }).waitFor();
    await page.getByText("All of it is done.").waitFor();
    const receipts = page.getByRole("table", { name: "Receipts" });
    await expect.poll(() => receipts.getByText("Revoked").count()).toBe(3);
    expect(await violationsOf(page)).toEqual([]);
  });

  test("a narrow page has the order among the filters, and nothing beside itself", async () => {
    const page = await sit("viewer", "connections", 390);
    await page
      .getByText(/connections$/)
      .last()
      .waitFor();
    await page.getByLabel("Order").selectOption("Oldest first");
    await expect.poll(() => first(page)).toBe("copy-119");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await violationsOf(page)).toEqual([]);
  });
});
