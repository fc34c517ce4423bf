/** The dialect sandbox as a process, to try every connector by hand: see the package's README. */
import { readdirSync, readFileSync } from "node:fs";
import type { DialectFixture } from "./fixture.ts";
import { startDialectSandbox } from "./sandbox.ts";

const folder = new URL("../../../catalogue/fixtures/", import.meta.url);

const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as DialectFixture);

async function start(): Promise<void> {
  const sandbox = await startDialectSandbox({ fixtures, port: 4403 });
  process.stdout.write(`${fixtures.length} integration types are played at ${sandbox.origin}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close());
  }
}

const usage = `Usage: npm run sandbox:providers

Plays every provider of the catalogue at http://127.0.0.1:4403, for GRANTRY_SANDBOX_PROVIDERS. It takes no options.
`;

const [given] = process.argv.slice(2);
if (given === undefined) await start();
else if (given === "--help" || given === "-h") process.stdout.write(usage);
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
