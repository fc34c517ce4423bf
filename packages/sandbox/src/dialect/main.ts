/** The dialect sandbox as a process, to try every connector by hand: see the package's README. */
import { startProvidersToTry } from "./to-try.ts";

const usage = `Usage: npm run sandbox:providers

Plays every provider of the catalogue at http://127.0.0.1:4403, for GRANTRY_SANDBOX_PROVIDERS. It takes no options.
`;

const [given] = process.argv.slice(2);
if (given === undefined) {
  const { sandbox, says } = await startProvidersToTry();
  process.stdout.write(says);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close());
  }
} else if (given === "--help" || given === "-h") process.stdout.write(usage);
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
