/**
 * What is said of every error code beside its title: docs/errors.md and the server's own page of errors are
 * made of it. Markdown, in one line; links as they stand in docs/.
 */
import { wordsOfCallers } from "./error-words-callers.ts";
import { wordsOfSignIn } from "./error-words-sign-in.ts";
import { wordsOfThings } from "./error-words-things.ts";
import type { ErrorCode } from "./errors.ts";

export interface ErrorWords {
  /** When it is answered. */
  readonly when: string;
  /** What whoever meets it can do. */
  readonly remedy: string;
}

export const errorWords: Readonly<Record<ErrorCode, ErrorWords>> = {
  ...wordsOfCallers,
  ...wordsOfThings,
  ...wordsOfSignIn,
};
