/** Runs a bundled worker, the one that is named, in workerd. */
import { readFile } from "node:fs/promises";
import process from "node:process";
import { Miniflare } from "miniflare";

const { PORT, ...environment } = process.env;
const names = ["GRANTRY_URL", "GRANTRY_APP_ID", "GRANTRY_SERVICE_TOKEN", "GRANTRY_CONNECTOR_ID"];
const miniflare = new Miniflare({
  modules: true,
  script: await readFile(new URL(process.argv[2], import.meta.url), "utf8"),
  compatibilityDate: "2026-04-01",
  bindings: Object.fromEntries(
    [...names, "EVENTS_URL", "APP_URL"].map((name) => [name, environment[name]]),
  ),
  // Asks nobody for a made-up visitor.
  cf: false,
  host: "127.0.0.1",
  port: Number(PORT),
});
await miniflare.ready;
process.once("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit(0);
});
