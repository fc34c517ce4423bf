/** The log: JSON lines on standard output. Secrets are of type Secret and print as such. docs/logs.md has every line. */
import { pino } from "pino";
import { textOf } from "./log-text.ts";

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

interface Destination {
  write(line: string): void;
}

export interface LogOptions {
  /** For a person's eyes, in place of JSON. */
  readonly isText?: boolean;
  /** What every line says besides: of the trace that it belongs to. */
  readonly also?: () => object;
  /** Hears every line as JSON, as well. */
  readonly told?: (line: string) => void;
}

/** Creates the log. `destination`, where it is not standard output, is for tests that read what was written. */
export function createLog(
  level: LogLevel,
  destination?: Destination,
  { isText = false, also, told }: LogOptions = {},
): Log {
  const options = {
    level,
    redact: { paths: redactedPaths, censor: "[secret]" },
    ...(also === undefined ? {} : { mixin: also }),
  };
  if (!isText && told === undefined) {
    return destination === undefined ? pino(options) : pino(options, destination);
  }
  // Pino's own, as without options: it goes on where a pipe is full.
  const written: Destination = destination ?? pino.destination(process.stdout.fd);
  return pino(options, {
    write: (line: string) => {
      written.write(isText ? textOf(line) : line);
      told?.(line);
    },
  });
}

/** Whether lines are for a person's eyes: as it was set, else where standard output is a terminal. */
export function isLogText(
  { logFormat }: { readonly logFormat: "auto" | "json" | "text" },
  { isTTY = false }: { readonly isTTY?: boolean },
): boolean {
  return logFormat === "auto" ? isTTY : logFormat === "text";
}
