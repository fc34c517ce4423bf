/** What a key service answers instead of a key, in words that all of them share. */

/**
 * `away`: no answer, or none that can be read. `busy`: it asks for patience. Both may pass within a moment.
 * `refused`: it answers, but not for these credentials or not with this key: somebody must see to it. `not_its_own`:
 * what is to be unwrapped is not what this key wrapped for this purpose.
 */
export type FailureKind = "away" | "busy" | "refused" | "not_its_own";

export class KeyServiceFailure extends Error {
  readonly kind: FailureKind;
  /** What the service asked for. */
  readonly retryAfterSeconds: number | null;

  /** `message` is for whoever runs the server: it may name the key, and holds no secret. */
  constructor(
    kind: FailureKind,
    message: string,
    more: { readonly retryAfterSeconds?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.name = "KeyServiceFailure";
    this.kind = kind;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}

/** Whether another try a moment later may go better. */
export function mayPass(thrown: unknown): boolean {
  return thrown instanceof KeyServiceFailure && (thrown.kind === "away" || thrown.kind === "busy");
}

const wordsMax = 300;

/** A service's own words on one line, cut short. */
export function wordsOf(text: unknown): string {
  if (typeof text !== "string") return "";
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > wordsMax ? `${line.slice(0, wordsMax)}…` : line;
}
