/** Passkeys in real Chromium with a virtual authenticator (CDP, WebAuthn), at the real server. */

import { password } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await startDashboard({ publicHost: "localhost" });
});
afterAll(() => dashboard.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const heading = (page: Page, name: string, level = 1) => page.getByRole("heading", { name, level });

/** A device with a key of its own, which its person unlocks without being asked. */
async function addAuthenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    unlocks: (isUserVerified: boolean) =>
      cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

test("a passkey is added, signs in on the sign-in page and in the dialog, and is deleted", async () => {
  const { page, context, said } = await dashboard.signIn("owner");
  const authenticator = await addAuthenticator(page);
  const at = (path: string) => page.goto(`${dashboard.world.url}${path}`);
  await at("/dashboard/account/security");
  await button(page, "Add a passkey…").click();
  const dialog = page.getByRole("dialog");
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByLabel("Name").fill("Laptop of Ada 🎉");
  await dialog.getByLabel("Your password").fill("wrong");
  await button(page, "Go on").click();
  await dialog.getByText("The password is wrong.").waitFor();
  await dialog.getByLabel("Your password").fill(password);
  await button(page, "Go on").click();
  await page.getByText("The passkey “Laptop of Ada 🎉” signs you in from now on.").waitFor();
  await page.getByText("never used").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Add a passkey…").click();
  await dialog.getByLabel("Your password").fill(password);
  await button(page, "Go on").click();
  await dialog.getByText("There is a passkey of this account already.").waitFor();
  await button(page, "Cancel").click();

  // Where the session ends: in place, and what was asked goes on.
  await context.clearCookies();
  await page.getByRole("link", { name: "Personal keys" }).click();
  await heading(page, "Sign in again to continue", 2).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Use a passkey").click();
  await page.getByText("You have no personal key.").waitFor();

  await context.clearCookies();
  await at("/sign-in?return_to=/dashboard/account/security");
  await button(page, "Sign in with a passkey").click();
  await heading(page, "Password and sign-in").waitFor();
  expect(await violationsOf(page)).toEqual([]);

  // Nobody is signed in where the device is not unlocked.
  await context.clearCookies();
  await authenticator.unlocks(false);
  await at("/sign-in");
  await button(page, "Sign in with a passkey").click();
  await page.getByText("No passkey was used.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await authenticator.unlocks(true);
  await button(page, "Sign in with a passkey").click();
  await page.waitForURL("**/account");

  await at("/dashboard/account/security");
  await button(page, "Rename… Laptop of Ada 🎉").click();
  await dialog.getByLabel("Name").fill("Phone");
  await page.keyboard.press("Enter");
  await page.getByText("The passkey is called Phone now.").waitFor();
  await button(page, "Delete… Phone").click();
  await button(page, "Delete passkey").click();
  await page.getByText("The passkey “Phone” is deleted.").waitFor();
  await context.clearCookies();
  await at("/sign-in");
  await button(page, "Sign in with a passkey").click();
  await page.getByText("This passkey does not sign anybody in here.").waitFor();
  expect(said).toEqual([]);
  await context.close();
});
