/** The sandbox provider as a process, for a server of one's own: see the package's README. */
import { parseArgs } from "node:util";
import { startToTry, usage } from "./to-try.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "4400" } },
});
if (positionals.length === 0 || !/^\d{1,5}$/.test(values.port)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const { sandbox, says } = await startToTry(positionals, Number(values.port));
  process.stdout.write(says);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close());
  }
}
