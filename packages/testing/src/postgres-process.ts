/**
 * Runs one PostgreSQL until standard input ends. A process of its own: the library that starts it
 * hooks into how its process exits, and would turn a failed test run into a successful one.
 */
import { rm } from "node:fs/promises";
import { preparePostgres } from "./embedded-postgres.ts";

// For measurements: with upkeep, and not in memory.
const persistent = process.argv.includes("--on-disk");
const { postgres, url, folder } = await preparePostgres({ persistent, connectionsMax: 300 });
await postgres.start();
process.stdout.write(`${url}\n`);

process.stdin.resume();
process.stdin.once("end", async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
});
