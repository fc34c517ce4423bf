#!/usr/bin/env node
/** The sandbox as a program, for a server of one's own: see the package's README. */
import { parseArgs } from "node:util";
import { CannotStart, startProviders, startToTry, usage } from "./to-try.ts";

const options = {
  port: { type: "string" },
  strict: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Undefined where what was typed is wrong. */
function readArguments() {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const isCalendar = positionals.length > 0;
    const wrong =
      (isCalendar && (values.strict || values.json)) || !/^\d{1,5}$/.test(values.port ?? "0");
    if (wrong && !values.help) return undefined;
    return {
      ...values,
      positionals,
      port: values.port === undefined ? values.port : Number(values.port),
    };
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
    const { positionals } = given;
    const { sandbox, says } =
      positionals.length === 0
        ? await startProviders(given)
        : await startToTry(positionals, given.port);
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
