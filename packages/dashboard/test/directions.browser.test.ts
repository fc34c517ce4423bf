/** Names that are written from right to left, beside those that are not, in real Chromium at the real server. */
import { password } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);
const arabic = "تقويم";
const long = "تقويم فريق المبيعات في الشمال البعيد جدا";

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [workspace, other] }) => {
      workspace?.apps?.push(
        { id: "app_1", name: "Alpha", origins: [] },
        { id: "app_2", name: arabic, origins: [] },
        { id: "app_3", name: long, origins: [] },
      );
      if (other === undefined) return;
      other.name = arabic;
      const owner = { email: "owner@example.com", name: "owner", role: "owner" } as const;
      other.members = [{ ...owner, password: { file: password } }];
    },
  });
});
afterAll(() => dashboard.close());

/** Names, in which direction they are written, and where they begin, in pixels: of one that is cut, its box. */
const edgesOf = (page: Page, selector: string): Promise<[string, string, number][]> =>
  page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const isCut = one.scrollWidth > one.clientWidth;
    const { left } = (isCut ? one : range).getBoundingClientRect();
    return [one.textContent, getComputedStyle(one).direction, Math.round(left)];
  })`);

/** They are written in both directions, and begin at one edge. */
function expectOneEdge(names: readonly [string, string, number][]): void {
  expect(new Set(names.map(([, direction]) => direction))).toEqual(new Set(["ltr", "rtl"]));
  expect(new Set(names.map(([, , left]) => left)).size, JSON.stringify(names)).toBe(1);
}

test("names in either direction begin at one edge: in the side bar, among the workspaces, in the search", async () => {
  const { page, go } = await sit("owner");
  await go("apps");
  await page.getByRole("table").waitFor();
  await page.locator(".side .nav a bdi").first().waitFor();
  expectOneEdge(await edgesOf(page, ".side .nav a bdi"));

  await page.getByRole("button", { name: "Switch workspace" }).click();
  await page.getByRole("menuitemradio").first().waitFor();
  expectOneEdge(await edgesOf(page, "[role=menuitemradio] bdi"));
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Search or jump to" }).click();
  await page.getByRole("dialog").getByRole("combobox").fill("app_");
  await page
    .getByRole("option", { name: new RegExp(arabic) })
    .first()
    .waitFor();
  expectOneEdge(await edgesOf(page, "[role=option] bdi:first-of-type"));
});
