/** Telemetry as the process has it with these variables, for as long as the work takes. */
import { readConfig } from "../src/config.ts";
import { startTelemetry, type Telemetry } from "../src/telemetry.ts";

/** The SDK reads the environment of the process, which is left as it was. */
export async function withTelemetry<T>(
  given: Readonly<Record<string, string>>,
  work: (telemetry: Telemetry) => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, given);
  try {
    const config = readConfig(given);
    const telemetry = await startTelemetry(config.telemetry, config.egress);
    try {
      return await work(telemetry);
    } finally {
      await telemetry.end();
    }
  } finally {
    for (const name of Object.keys(given)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
