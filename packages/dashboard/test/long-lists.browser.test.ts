import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { ids } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { declareLong, fillLong, type Lengths, longIds, longWorkspace } from "./long-lists.ts";

/** More than what is shown at once of anything; that there are more than so many shows no page otherwise. */
const many: Lengths = {
  connections: 300,
  records: 120,
  events: 120,
  apps: 120,
  connectors: 130,
  people: 140,
  others: 110,
};

let dashboard: Dashboard;
let seat: Seat;

beforeAll(async () => {
  dashboard = await startDashboard({ declare: (bootstrap) => declareLong(bootstrap, many) });
  const { world } = dashboard;
  await connect(apiOf(world), "ada", ids.userConnector);
  const operate = workspaceApiOf(world);
  await operate("POST", "apps", { name: "Made by somebody" });
  await operate("POST", "operations", { kind: "refresh", filter: { all: true } });
  await fillLong(world.app.context.store, many);
  seat = await dashboard.signIn("owner");
});

afterAll(() => dashboard.close());

/** What the focused thing is called. */
const focused = (page: Seat["page"]) =>
  page.evaluate(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
  );

async function open(path: string): Promise<void> {
  await seat.page.goto(`${dashboard.world.url}/dashboard/workspaces/${longWorkspace}/${path}`);
  await seat.page.waitForLoadState("networkidle");
}

const lists = [
  ["apps", "120 apps"],
  ["connectors", "130 connectors"],
  ["connectors?tab=shared", "110 connectors"],
  ["connectors?tab=oauth-clients", "111 OAuth clients"],
  ["people", "141 members"],
  ["keys", "110 keys"],
  [`apps/${longIds.app}/service-tokens`, "110 service tokens"],
] as const;

test.each(lists)(
  "%s shows the first fifty, says how many there are, and finds the others",
  async (path, count) => {
    const { page } = seat;
    await open(path);
    const rows = page.getByRole("table").first().getByRole("row");
    const main = page.getByRole("main");
    await main.getByText(`50 of ${count}`).waitFor();
    expect(await rows.count()).toBe(51);
    await main.getByRole("button", { name: "Show more" }).first().click();
    await main.getByText(`100 of ${count}`).waitFor();
    expect(await rows.count()).toBe(101);
    const field = main.getByRole("searchbox");
    await field.fill("nothing is called that");
    await page.getByText(/^No .* matches\.$/).waitFor();
    await page.getByRole("button", { name: "Clear the search" }).click();
    await main.getByText(`50 of ${count}`).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  },
);

const filters = ["connections", "events", "audit"] as const;

test.each(filters)(
  "no list to choose from on %s has more than can be looked through",
  async (path) => {
    const { page } = seat;
    await open(path);
    const options = await page.evaluate(
      "Math.max(...[...document.querySelectorAll('select')].map((one) => one.options.length))",
    );
    expect(options).toBeLessThan(100);
  },
);

test("a filter by one of very many apps is a search, by keyboard, and stands in the address", async () => {
  const { page } = seat;
  await open("connections");
  const filter = page.getByRole("button", { name: /^App: / });
  await filter.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("combobox", { name: "Name or ID" }).waitFor();
  expect(await focused(page)).toBe("Name or ID");
  await page.getByText("And 100 more: type more to find them.").waitFor();
  await page.keyboard.type("INVOICES 42");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "App: Invoices 42" }).waitFor();
  expect(new URL(page.url()).searchParams.get("app")).toBe("app_long42");
  expect(await focused(page)).toBe("App: Invoices 42");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: "App: all" }).waitFor();
  expect(new URL(page.url()).searchParams.get("app")).toBeNull();
});

test("the list of workspaces stays within the window, and the search finds one", async () => {
  const { page } = seat;
  await open("general");
  await page.getByRole("button", { name: "Switch workspace" }).click();
  const menu = await page.getByRole("menu").boundingBox();
  expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual(900);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Search or jump to" }).click();
  await page.getByRole("combobox").fill(`${longWorkspace}41`);
  await page.getByRole("option", { name: "Invoices 42" }).click();
  await page.waitForURL(new RegExp(`/workspaces/${longWorkspace}41$`));
});

test("the side bar reads the apps that it shows, and no others", async () => {
  const { page } = seat;
  const asked: string[] = [];
  const note = (request: { url(): string }) => void asked.push(new URL(request.url()).search);
  page.on("request", note);
  await open("general");
  page.off("request", note);
  expect(asked.filter((search) => search.includes("limit=200"))).toEqual([]);
  const apps = page.getByRole("navigation", { name: "Main" }).locator("a[href*='/apps/']");
  expect(await apps.count()).toBe(5);
});

test("what stands beside other things is told with its number, and comes in parts", async () => {
  const { page } = seat;
  await open("");
  await page.getByText(/^10 of \d+ things$/).waitFor();
  await open(`connectors/${longIds.connector}`);
  await page.getByText(/^5 of \d+ connectors$/).waitFor();
  await open("connections");
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Select all that match" }).click();
  await page.getByRole("button", { name: "Disconnect…" }).click();
  await page.getByText(/^10 of \d+ apps$/).waitFor();
});

test("a connector that very many apps use is deleted by a sentence that ends", async () => {
  const { page } = seat;
  await open(`connectors/${longIds.connector}?dialog=delete`);
  await page.getByText(/connections end\. .*, and \d+ other apps get no more tokens/).waitFor();
});

test("of very many choices of a form the chosen ones stay, whatever is looked for", async () => {
  const { page } = seat;
  await open(`apps/${longIds.app}/service-tokens?dialog=create`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("nightly");
  await dialog.getByLabel("Only these").check();
  await dialog.getByRole("searchbox").fill("invoices 2");
  await dialog.getByRole("checkbox", { name: "Invoices 2 " }).first().check();
  await dialog.getByRole("searchbox").fill("calendar 1");
  expect(await dialog.getByRole("checkbox", { name: /^Invoices 2 / }).isVisible()).toBe(true);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByText("of 1 connector").waitFor();
});

test("at 390 wide nothing of it scrolls sideways, whatever the names are", async () => {
  const { page } = seat;
  await page.setViewportSize({ width: 390, height: 900 });
  const wide = [];
  for (const path of ["", "connections", "people", "connectors/new/sandboxcalendar"]) {
    await open(path);
    wide.push(await page.evaluate("document.documentElement.scrollWidth"));
  }
  expect(wide).toEqual([390, 390, 390, 390]);
});
