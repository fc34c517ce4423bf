/** The dashboard of a server that is reached below a path, in real Chromium: nothing leads out of it. */
import { launchChromium } from "@grantry/testing/chromium";
import { startForwarder } from "@grantry/testing/forwarder";
import { reservePort } from "@grantry/testing/free-port";
import { ids, startWorld } from "@grantry/testing/harness";
import { declareMembers, password } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { buildDashboard } from "../build.ts";

const path = "/tools/connect";

/** Scripts that the page found out about late, but for drawings that it waits for nowhere. */
const askedByScripts = async (page: Page) => {
  const asked = await page.evaluate(
    "performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'script').map(({ name }) => name)",
  );
  return (asked as string[]).filter((url) => !/\/(?:index|provider-logos)-[^/]+$/.test(url));
};

test("pages, files and calls stay below the path", async () => {
  await buildDashboard();
  // The browser comes by another port than the server's, as behind a proxy that leaves the path on.
  const forwarder = await startForwarder(`http://127.0.0.1:${await reservePort()}`);
  const publicUrl = `http://127.0.0.1:${forwarder.port}${path}`;
  const world = await startWorld({ publicUrl, declare: declareMembers });
  const browser = await launchChromium();
  try {
    const { port } = world.app.http.server.address() as { readonly port: number };
    forwarder.leadTo(`http://127.0.0.1:${port}`);
    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${publicUrl}/dashboard/workspaces/${ids.workspace}/apps`);
    await page.getByLabel(/e-?mail/i).fill("owner@example.com");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    // Where they wanted to go.
    await page.getByRole("heading", { name: "Apps", level: 1 }).waitFor();
    // What the page is made of comes with the HTML, and who it is for is asked once.
    expect(await askedByScripts(page)).toEqual([]);
    expect(asked.filter((url) => url === `${publicUrl}/v1/me`)).toHaveLength(1);
    await page.getByRole("button", { name: "Create an app" }).click();
    await page.getByLabel("Name").fill("Below a path");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Below a path" }).waitFor();
    await page.getByRole("link", { name: "Connectors" }).click();
    await page.getByRole("link", { name: "My calendar" }).click();
    await page.getByRole("heading", { name: "My calendar" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "My calendar" }).waitFor();
    expect(page.url()).toContain(`${path}/dashboard/workspaces/`);
    await page.getByRole("button", { name: "owner: your account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(`**${path}/sign-in*`);
    const strays = asked.filter((url) => !url.startsWith(`${publicUrl}/`));
    expect(strays.filter((url) => !url.endsWith("/favicon.ico"))).toEqual([]);
  } finally {
    await browser.close();
    await world.close();
    await forwarder.close();
  }
});
