/** A second factor that a workspace demands, on the dashboard in real Chromium at the real server. */
import { newTotpSecret } from "@grantry/server/crypto/totp";
import { newRecoveryCode } from "@grantry/server/lib/id";
import { Secret } from "@grantry/server/lib/secret";
import { clearTotp, setTotp } from "@grantry/server/store/operator-factors";
import { findOperatorByEmail } from "@grantry/server/store/operators";
import { ids } from "@grantry/testing/harness";
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

/** Sets an authenticator app up, or takes it away. */
async function putApp(role: string, has: boolean): Promise<void> {
  const { store } = dashboard.world.app.context;
  const { operatorId = "" } = (await findOperatorByEmail(store, `${role}@example.com`)) ?? {};
  const secret = new Secret(newTotpSecret());
  if (has)
    await setTotp(store, operatorId, { secret, step: 0, recoveryCodes: [newRecoveryCode()] });
  else await clearTotp(store, operatorId);
}

test("an owner sees who has none before one is demanded; who has none is led to set one up, and goes on then", async () => {
  const owner = await sit("owner");
  await owner.go("general");
  await button(owner.page, "Demand a second factor…").click();
  await owner.page.getByText("You have none yourself.").waitFor();
  await putApp("owner", true);
  await owner.go("general");
  await button(owner.page, "Demand a second factor…").click();
  const dialog = owner.page.getByRole("dialog");
  await dialog.getByText("3 members have none:").waitFor();
  await dialog.getByText("viewer@example.com").waitFor();
  expect(await violationsOf(owner.page)).toEqual([]);
  await button(owner.page, /^Demand it$/).click();
  await owner.page.getByText("A second factor is demanded of everybody here.").waitFor();
  await owner.page
    .getByText("3 members have none, and can do nothing here until they set one up:")
    .waitFor();
  expect(await violationsOf(owner.page)).toEqual([]);
  await owner.go("people");
  const row = owner.page.getByRole("row").filter({ hasText: "viewer@example.com" });
  await row.getByText("Needs a second factor first").waitFor();

  const { page, go } = await sit("member");
  await go("connections");
  const heading = page.getByRole("heading", { name: "This workspace demands a second factor" });
  await heading.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Set one up" }).click();
  await page.getByRole("heading", { name: "Password and sign-in" }).waitFor();
  await putApp("member", true);
  await page.goto(`${dashboard.world.url}/dashboard/workspaces/${ids.workspace}/connections`);
  await page.getByRole("heading", { name: "Connections", level: 1 }).waitFor();

  await owner.go("general");
  await button(owner.page, "Stop demanding it…").click();
  await button(owner.page, /^Stop demanding it$/).click();
  await owner.page.getByText("A second factor is no longer demanded.").waitFor();
});
