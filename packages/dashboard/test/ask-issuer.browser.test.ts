/** The issuer of a custom provider asked again: what it says otherwise is seen before it is saved, by keyboard alone. */
import { connectorOf, entryAt, providersOf } from "@grantry/testing/custom-provider";
import { secrets } from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { focused, tabTo } from "./keyboard.ts";

const wellKnown = "/.well-known/openid-configuration";
const at = (path: string) => `https://id.example/${path}`;
const endpoints = {
  authorization_endpoint: at("authorize"),
  token_endpoint: at("token"),
  userinfo_endpoint: at("me"),
  introspection_endpoint: at("introspect"),
};

let issuer: ScriptedServer;
let dashboard: Dashboard;
const says = (changes: object) =>
  issuer.on(wellKnown, { body: { issuer: issuer.origin, ...endpoints, ...changes } });

beforeAll(async () => {
  issuer = await startScriptedServer();
  dashboard = await startDashboard({
    allowedPrivateOrigins: [issuer.origin],
    declare: ({ workspaces: [workspace] }) => {
      if (workspace === undefined) return;
      const connectors = [connectorOf("vaultrooms")];
      const entry = entryAt("https://id.example", { id: "vault", name: "Vault", connectors });
      const metadata = { ...entry.metadata, ...endpoints, issuer: issuer.origin };
      const plain = entryAt("https://shed.example", { id: "shed", name: "Shed" });
      workspace.providers = [{ ...entry, metadata }, plain];
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
afterAll(async () => {
  await dashboard.close();
  await issuer.close();
});

const stored = async () => {
  const { body } = await providersOf(dashboard.world).list();
  return (body.data as { id: string; entry: Record<string, never> }[]).find(
    ({ id }) => id === "vault",
  )?.entry;
};

test("what differs is shown endpoint by endpoint, and saved once the person says so", async () => {
  const { page, go, said } = await dashboard.signIn("owner");
  const ask = async () => {
    await tabTo(page, "Ask the issuer again");
    await page.keyboard.press("Enter");
  };
  const before = await stored();
  says({});
  await go("providers/vault");
  await page.getByRole("heading", { name: "Its issuer" }).waitFor();
  await ask();
  await page.getByText("The issuer says what the entry says.").waitFor();
  await expect.poll(() => focused(page)).toBe("Ask the issuer again");
  expect(await violationsOf(page)).toEqual([]);

  issuer.on(wellKnown, { status: 503, body: {} });
  await ask();
  await page
    .getByText(
      "The issuer answers 503 at the moment (OpenID Connect Discovery: 503; RFC 8414: 404).",
    )
    .waitFor();
  expect(await page.getByText("The issuer says what the entry says.").count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);

  says({
    token_endpoint: at("v2/token"),
    introspection_endpoint: undefined,
    revocation_endpoint: at("revoke"),
  });
  await ask();
  await page.getByText("Token endpoint").waitFor();
  const card = page.getByRole("region", { name: "Its issuer" });
  expect(await card.locator("dt").allTextContents()).toEqual([
    "Token endpoint Changed",
    "Revocation endpoint New",
    "Introspection endpoint Gone",
  ]);
  expect(await card.locator("dd").allTextContents()).toEqual([
    `In the entry: ${at("token")}`,
    `Now: ${at("v2/token")}`,
    `Now: ${at("revoke")}`,
    `Was: ${at("introspect")}`,
  ]);
  expect(await violationsOf(page)).toEqual([]);
  // Nothing was saved by asking, nor is by going away from it.
  await tabTo(page, "Leave the entry as it is");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Ask the issuer again");
  expect(await card.locator("dt").count()).toBe(0);
  expect(await stored()).toEqual(before);

  await ask();
  await tabTo(page, "Save these changes");
  await page.keyboard.press("Enter");
  // The secret would go elsewhere: whoever says so has to know it.
  await expect.poll(() => focused(page)).toBe("Client secrets");
  expect(await stored()).toEqual(before);
  expect(await page.getByLabel("Entry", { exact: true }).inputValue()).toContain("v2/token");
  await page.keyboard.insertText(secrets.clientSecret);
  await page.keyboard.press("Enter");
  await page.getByText("The entry is saved.").waitFor();
  expect(await stored()).toMatchObject({
    name: "Vault",
    metadata: { token_endpoint: at("v2/token"), revocation_endpoint: at("revoke") },
    revocation: { endpoint: at("revoke") },
    connectors: [{ integration_type: "vaultrooms", scopes: { default: ["rooms.read"] } }],
  });
  expect(JSON.stringify(await stored())).not.toContain("introspect");
  await ask();
  await page.getByText("The issuer says what the entry says.").waitFor();
  expect(await page.content()).not.toContain(secrets.clientSecret);
  expect(said).toEqual([]);
}, 60_000);

test("what is typed in the entry is neither saved nor lost by it", async () => {
  const { page, go, said } = await dashboard.signIn("owner");
  says({ userinfo_endpoint: at("v3/me") });
  await go("providers/vault");
  const entry = page.getByLabel("Entry", { exact: true });
  const text = await entry.inputValue();
  await entry.fill(text.replace('"Vault"', '"Vaults"'));
  await page.getByRole("button", { name: "Ask the issuer again" }).click();
  await page.getByText("Save or discard first what you have typed in the entry.").waitFor();
  expect(await page.getByRole("button", { name: "Save these changes" }).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("The entry is saved.").waitFor();
  // What the issuer said is held against the entry of now: what was saved since stays.
  await page.getByRole("button", { name: "Save these changes" }).click();
  await page.getByLabel("Client secrets").fill(secrets.clientSecret);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect
    .poll(async () => (await stored())?.["metadata"])
    .toMatchObject({
      userinfo_endpoint: at("v3/me"),
    });
  expect(await stored()).toMatchObject({ name: "Vaults" });
  expect(said).toEqual([]);
});

test("there is nobody to ask where an entry names no issuer, and only who may change it can ask", async () => {
  const { page, go } = await dashboard.signIn("owner");
  await go("providers/shed");
  await page.getByLabel("Entry", { exact: true }).waitFor();
  expect(await page.getByRole("heading", { name: "Its issuer" }).count()).toBe(0);
  const viewer = await dashboard.signIn("viewer");
  await viewer.go("providers/vault");
  const button = viewer.page.getByRole("button", { name: "Ask the issuer again" });
  await button.waitFor();
  expect(await button.getAttribute("aria-disabled")).toBe("true");
  expect(await violationsOf(viewer.page)).toEqual([]);
});
