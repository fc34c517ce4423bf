/**
 * The one table of error codes, of both APIs. A code is stable: clients may branch on it. What else is said of
 * a code stands in error-words.ts; docs/errors.md is made of both.
 */
import type { ErrorEntry, WireError } from "./error-entry.ts";
import { errorsOfCallers } from "./errors-callers.ts";
import { errorsOfThings } from "./errors-things.ts";

export const errorTable = { ...errorsOfCallers, ...errorsOfThings };

/** A stable error code: a key of the table. */
export type ErrorCode = keyof typeof errorTable;

/** The table's entry for a code. */
export function errorEntry(code: ErrorCode): ErrorEntry {
  return errorTable[code];
}

/** What the official clients are answered for a code. */
export function wireError(code: ErrorCode): WireError {
  const { status, wire = {} } = errorEntry(code);
  const { reason = code } = wire;
  return { status: wire.status ?? status, code: wire.code ?? reason, reason };
}

const byReason = new Map(
  (Object.keys(errorTable) as ErrorCode[])
    .filter(
      (code) =>
        wireError(code).reason !== code && !Object.hasOwn(errorTable, wireError(code).reason),
    )
    .map((code) => [wireError(code).reason, code]),
);

/** The code that a stored text names, also by the wire's word; `internal` where it names none. */
export function readErrorCode(text: string): ErrorCode {
  return Object.hasOwn(errorTable, text) ? (text as ErrorCode) : (byReason.get(text) ?? "internal");
}
