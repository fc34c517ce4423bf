/** The recipe of docs/sandbox.md that is for a browser does what it says in one, and everybody can use the pages there. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launchChromium } from "@grantry/testing/chromium";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SandboxWorld, startSandbox } from "../src/index.ts";
import { writeBlocks } from "./blocks.ts";
import { authorizationUrl } from "./plain-client.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let world: SandboxWorld;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([startSandbox(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

test("browser.ts", async () => {
  const change = (code: string) =>
    code.replace(
      'import { chromium } from "playwright-core";',
      'import { launchChromium } from "@grantry/testing/chromium";\nconst chromium = { launch: launchChromium };',
    );
  const blocks = writeBlocks({ change });
  try {
    await blocks.load("browser.ts");
  } finally {
    blocks.remove();
  }
});

const pages = {
  consent: () => authorizationUrl(world.google, { scope: "openid email" }),
  home: () => world.origin,
};

test.each([
  ["consent", "light"],
  ["consent", "dark"],
  ["home", "light"],
  ["home", "dark"],
] as const)(
  "the %s page, %s, is readable for everybody on any screen",
  async (name, colorScheme) => {
    const context = await browser.newContext({ colorScheme });
    try {
      const page = await context.newPage();
      await page.goto(pages[name]());
      await page.evaluate(axe);
      const findings = await page.evaluate(
        "axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
      );
      expect(findings).toEqual([]);
      for (const width of [1_440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        await keepPicture(page, `sandbox-${name}-${colorScheme}-${width}`);
      }
    } finally {
      await context.close();
    }
  },
);

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}
