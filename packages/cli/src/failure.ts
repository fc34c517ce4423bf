/** What goes wrong, and the exit code that says so. docs/cli.md is checked against this table. */

/** What each exit code means. */
export const exitCodes = {
  ok: 0,
  fault: 1,
  usage: 2,
  file: 3,
  sign_in: 4,
  permission: 5,
  refused: 6,
  server: 7,
  partly: 8,
  differs: 9,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitName = keyof typeof exitCodes;

/** Thrown where a command cannot go on. `code` is stable; the message is for people, without a secret. */
export class CliError extends Error {
  readonly exit: ExitName;
  readonly code: string;
  /** What a script may want besides: request id, file, line. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Whether standard error says already what is wrong: it is not said again. */
  readonly isTold: boolean;

  constructor(
    exit: ExitName,
    message: string,
    more: {
      readonly code?: string;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
      readonly isTold?: boolean;
    } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.name = "CliError";
    this.exit = exit;
    this.code = more.code ?? exit;
    this.details = more.details ?? {};
    this.isTold = more.isTold ?? false;
  }
}

/** The command line itself is wrong. */
export function usage(message: string): CliError {
  return new CliError("usage", message);
}

/** A file is wrong, or cannot be read or written. */
export function fileProblem(message: string, cause?: unknown): CliError {
  return new CliError("file", message, { cause });
}
