/** Makes the published package: the command line and the server, bundled, the dashboard as it was built, and the documentation. */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDashboard } from "@grantry/dashboard/build";
import { buildSite } from "@grantry/site/build";
import { bundle } from "../../tools/pack/bundle.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const dist = join(folder, "dist");

await buildDashboard();
await rm(dist, { recursive: true, force: true });
await bundle({
  folder,
  entries: { grantry: "../cli/src/main.ts", server: "../server/src/main.ts" },
  target: "node24",
});
const dashboard = fileURLToPath(
  new URL(".", import.meta.resolve("@grantry/dashboard/dist/index.html")),
);
await cp(dashboard, join(dist, "dashboard"), { recursive: true });
await buildSite(join(dist, "docs"), "for a server");
