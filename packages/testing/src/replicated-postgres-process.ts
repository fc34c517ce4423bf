/**
 * Runs a PostgreSQL and a hot standby of it until standard input ends. A process of its own, as
 * postgres-process.ts says.
 */
import { rm } from "node:fs/promises";
import { preparePostgres, prepareStandby } from "./embedded-postgres.ts";

const connectionsMax = 60;
const primary = await preparePostgres({ persistent: true, connectionsMax });
await primary.postgres.start();
// Only a server that was stopped in good order can be copied file by file.
await primary.postgres.stop();
const standby = await prepareStandby(primary, { connectionsMax });
await primary.postgres.start();
await standby.start();
process.stdout.write(`${JSON.stringify({ primary: primary.url, standby: standby.url })}\n`);

process.stdin.resume();
process.stdin.once("end", async () => {
  await standby.postgres.stop();
  await primary.postgres.stop();
  await rm(primary.folder, { recursive: true, force: true });
  process.exit(0);
});
