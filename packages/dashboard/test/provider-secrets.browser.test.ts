/** Where a custom provider's secrets go, changed on the dashboard: only by who knows them. */
import { connectorOf, entryAt } from "@grantry/testing/custom-provider";
import { secrets } from "@grantry/testing/harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { focused, tabTo } from "./keyboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [workspace] }) => {
      const connectors = [connectorOf("vaultrooms")];
      const entry = entryAt("https://vault.example", { id: "vault", name: "Vault", connectors });
      if (workspace === undefined) return;
      workspace.providers = [entry];
      workspace.oauth_clients?.push({
        id: "ocl_vault",
        name: "Vault client",
        provider: "vault",
        client_id: "vault-client",
        client_secret: { env: "clientSecret" },
      });
    },
  });
});
afterAll(() => dashboard.close());

test("an entry that sends them elsewhere asks for them once more, by keyboard alone", async () => {
  const { page, go, said } = await dashboard.signIn("owner");
  await go("providers/vault");
  const entry = page.getByLabel("Entry", { exact: true });
  const field = page.getByLabel("Client secrets");
  const text = await entry.inputValue();
  expect(await field.count()).toBe(0);
  await tabTo(page, "Entry");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text.replaceAll("https://vault.example", "https://safe.example"));
  await tabTo(page, "Save");
  await page.keyboard.press("Enter");
  await field.waitFor();
  await expect.poll(() => focused(page)).toBe("Client secrets");
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  expect(await field.getAttribute("type")).toBe("password");
  expect(await violationsOf(page)).toEqual([]);
  // Another is not taken; what was typed of the entry stays.
  await page.keyboard.type("another-secret");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  expect(await entry.inputValue()).toContain("https://safe.example/token");
  expect(await violationsOf(page)).toEqual([]);
  await tabTo(page, "Client secrets");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(secrets.clientSecret);
  await page.keyboard.press("Enter");
  await page.getByText("The entry is saved.").waitFor();
  // It is wanted no more, and stands nowhere.
  await expect.poll(() => field.count()).toBe(0);
  expect(await page.content()).not.toContain(secrets.clientSecret);
  await page.reload();
  await entry.waitFor();
  expect(await entry.inputValue()).toContain("https://safe.example/token");
  expect(said).toEqual([]);
});
