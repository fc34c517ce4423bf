/**
 * `npm run bench:dashboard`: how long a page of the dashboard takes in a browser that has nothing of it yet, from the
 * click on a link elsewhere until what it shows is there and can be used. See RESULTS.md for what came of it.
 */
import { parseArgs } from "node:util";
import { ids } from "@grantry/testing/harness";
import { type Dashboard, startDashboard } from "../packages/dashboard/test/dashboard.ts";
import { chosen, runScript } from "../tools/script.ts";
import { median } from "./rounds.ts";
import { printLine, printTable } from "./table.ts";

const targetMs = 1_000;
const rounds = 9;
const pages = ["overview", "connections", "connectors", "apps", "audit", "people"] as const;

const help = `npm run bench:dashboard -- [options]

Measures how long pages of the dashboard take in a browser (Chromium) that has nothing of them yet.

  --part <page>        ${pages.join(", ")}; all where not given
  --help               this text
`;

/** In a new browser, with nothing but its session. */
async function loadOnce({ browser, world }: Dashboard, cookies: Cookies, path: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(`${world.url}/dashboard/workspaces/${ids.workspace}/${path}`, {
    waitUntil: "commit",
  });
  await page.locator("main h1").waitFor();
  await page.waitForFunction("document.querySelector('main [aria-busy=true]') === null");
  const ms = (await page.evaluate("performance.now()")) as number;
  await context.close();
  return ms;
}

type Cookies = Awaited<ReturnType<Awaited<ReturnType<Dashboard["signIn"]>>["context"]["cookies"]>>;

async function measure(parts: readonly string[]): Promise<void> {
  const dashboard = await startDashboard();
  try {
    const { context } = await dashboard.signIn("owner");
    const cookies = await context.cookies();
    await loadOnce(dashboard, cookies, "overview");
    const rows = [["page", "median, ms", "slowest, ms"]];
    for (const path of parts) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        times.push(await loadOnce(dashboard, cookies, path));
      }
      rows.push([path, median(times).toFixed(0), Math.max(...times).toFixed(0)]);
    }
    printTable("A page's first load", rows);
    printLine(`Target: a median below ${targetMs} ms.`);
  } finally {
    await dashboard.close();
  }
}

await runScript(help, async (args) => {
  const { values } = parseArgs({ args, options: { part: { type: "string" } } });
  await measure(chosen("--part", pages, values.part));
});
