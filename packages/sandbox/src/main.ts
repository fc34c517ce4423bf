/** The sandbox provider as a process, for a server of one's own: see the package's README. */
import { parseArgs } from "node:util";
import { CannotStart, portToTry, startToTry, usage } from "./to-try.ts";

/** Undefined where what was typed is wrong. */
function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: "string", default: String(portToTry) },
        help: { type: "boolean", default: false },
      },
    });
    const wrong = positionals.length === 0 || !/^\d{1,5}$/.test(values.port);
    return wrong && !values.help ? undefined : { positionals, ...values };
  } catch {
    return undefined;
  }
}

const given = readArguments();
if (given === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else if (given.help) {
  process.stdout.write(usage);
} else {
  try {
    const { sandbox, says } = await startToTry(given.positionals, Number(given.port));
    process.stdout.write(says);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void sandbox.close());
    }
  } catch (thrown) {
    if (!(thrown instanceof CannotStart)) throw thrown;
    process.stderr.write(`sandbox: ${thrown.message}\n`);
    process.exitCode = 2;
  }
}
