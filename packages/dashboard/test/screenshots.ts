/**
 * Writes a picture of every page: light and dark, 1440 and 390 pixels wide, to packages/dashboard/screenshots.
 * `npm run screenshots`, or with paths of a workspace: `npm run screenshots -- connectors apps`.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ids } from "@grantry/testing/harness";
import { startDashboard, violationsOf } from "./dashboard.ts";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
const all = [
  "connectors",
  "connectors/new",
  "connectors/new/googlecalendar",
  "connectors/new/sandboxcalendar",
  `connectors/${ids.userConnector}`,
  `connectors/${ids.userConnector}?dialog=change`,
  `connectors/${ids.userConnector}?dialog=secret`,
  `connectors/${ids.userConnector}?dialog=delete`,
  "nothing/here",
];
const asked = process.argv.slice(2);

await mkdir(folder, { recursive: true });
const dashboard = await startDashboard({
  declare: ({ workspaces: [workspace] }) => {
    const [connector] = workspace?.connectors ?? [];
    if (connector === undefined) return;
    const names = [
      "Salesforce of the customers in Europe, production org, read-only",
      "日本語のカレンダー 🎉",
      "تقويم الفريق",
    ];
    for (const [at, name] of names.entries()) {
      workspace?.connectors?.push({ ...connector, id: `${at}1b2c3d4e5f6a1b2c3d4e5f6`, name });
    }
  },
});
try {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      const viewport = { width, height: 900 };
      const seat = await dashboard.signIn("owner", { colorScheme, viewport });
      for (const path of asked.length === 0 ? all : asked) {
        await seat.go(path);
        await seat.page.waitForLoadState("networkidle");
        const name = `${path.replaceAll(/\W+/g, "-")}-${width}-${colorScheme}.png`;
        await seat.page.screenshot({ path: folder + name, fullPage: true });
        const wide = await seat.page.evaluate("document.documentElement.scrollWidth");
        const wrong = [...(await violationsOf(seat.page)), ...seat.said.splice(0)];
        if (wide !== width) wrong.push(`it is ${wide} pixels wide`);
        process.stdout.write(`${name}\n${wrong.map((one) => `  ${one}\n`).join("")}`);
      }
      await seat.context.close();
    }
  }
} finally {
  await dashboard.close();
}
