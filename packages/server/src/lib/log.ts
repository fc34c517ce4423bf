/** The log: JSON lines on standard output. Secrets are of type Secret and print as such. */
import { pino } from "pino";

export type Log = Pick<
  ReturnType<typeof pino>,
  "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "isLevelEnabled"
>;

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "silent";

/** Header names and members that never reach the log, whoever puts them there. */
const redactedPaths = [
  "*.authorization",
  "*.cookie",
  "*.api_key",
  "*.access_token",
  "*.refresh_token",
  "*.client_secret",
  "*.code",
  "*.code_verifier",
  "*.state",
];

/** Creates the log. `destination` is for tests that read what was written. */
export function createLog(level: LogLevel, destination?: { write(line: string): void }): Log {
  const options = { level, redact: { paths: redactedPaths, censor: "[secret]" } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
