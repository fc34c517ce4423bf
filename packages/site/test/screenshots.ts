/**
 * Writes the pictures of pages that docs/ shows, from the dashboard of a real server, light and dark: `npm run docs:screenshots`.
 * What differs from run to run (port, ids) is put in words that stay, so that a picture changes where a page does.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { runPlainScript } from "../../../tools/script.ts";
import { startDashboard } from "../../dashboard/test/dashboard.ts";

const help = `npm run docs:screenshots

Writes the pictures of the dashboard that the documentation shows, docs/pictures/*-light.png and *-dark.png. Needs Chromium.
`;

const folder = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));

/** Puts steady words in place of what differs, in texts and in fields. */
async function steady(page: Page, origin: string): Promise<void> {
  await page.evaluate((from) => {
    const settle = (text: string) =>
      text
        .replaceAll(from, "https://connect.example.com")
        .replaceAll(new URL(from).host, "connect.example.com")
        .replaceAll(/\bocl_[\w-]{8,}/g, "ocl_github")
        .replaceAll(/\b[0-9a-f]{24}\b/g, "665f1c2ab3d4e5f60718293a");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let one = texts.nextNode(); one !== null; one = texts.nextNode()) {
      one.textContent = settle(one.textContent ?? "");
    }
    for (const field of document.querySelectorAll("input")) field.value = settle(field.value);
  }, origin);
}

/** The text of the page, beside its menu and below its head. */
const text = { x: 236, y: 60, width: 884 };

async function take(page: Page, name: string, origin: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await steady(page, origin);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
  const clip = { ...text, height: name.includes("choose") ? 420 : 740 };
  await page.screenshot({ path: `${folder}${name}.png`, animations: "disabled", clip });
  process.stdout.write(`${name}.png\n`);
}

async function register(page: Page, scheme: string, origin: string): Promise<void> {
  await page.getByRole("link", { name: "Add a connector" }).click();
  await page.getByRole("heading", { name: "Add a connector", level: 1 }).waitFor();
  await page.getByRole("searchbox").fill("git");
  await page.getByRole("link", { name: /GitHub/ }).waitFor();
  await take(page, `register-choose-${scheme}`, origin);
  await page.getByRole("link", { name: /GitHub/ }).click();
  await page.getByRole("heading", { name: "Add GitHub", level: 1 }).waitFor();
  const another = page.getByLabel("Enter another one");
  if (await another.isVisible()) await another.check();
  await page.getByLabel("Client ID", { exact: true }).fill("Iv23liEXAMPLE");
  await page.getByLabel("Client secret").fill("not-a-secret-of-anybody");
  await page.getByLabel("Name that people see").fill("Your repositories");
  await take(page, `register-fill-${scheme}`, origin);
}

async function save(page: Page, scheme: string, origin: string): Promise<void> {
  await page.getByRole("button", { name: "Save without a test" }).click();
  await page.getByRole("heading", { name: /Your repositories/, level: 1 }).waitFor();
  await page.getByText("“Your repositories” is saved.").waitFor({ state: "detached" });
  await take(page, `register-saved-${scheme}`, origin);
}

await runPlainScript(help, async () => {
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    const dashboard = await startDashboard();
    try {
      const viewport = { width: 1120, height: 800 };
      const { page, go } = await dashboard.signIn("owner", { colorScheme, viewport });
      await go("connectors");
      await register(page, colorScheme, dashboard.world.url);
      await save(page, colorScheme, dashboard.world.url);
    } finally {
      await dashboard.close();
    }
  }
});
