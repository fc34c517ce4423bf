/** One row of the table of error codes. */

export interface ErrorEntry {
  /** The HTTP status under `/v1`. */
  readonly status: number;
  /** What went wrong, in general. */
  readonly title: string;
  /** What the official Base44 clients are answered, where that is something else. */
  readonly wire?: Partial<WireError>;
}

/** A refusal on the official clients' wire. */
export interface WireError {
  readonly status: number;
  /** The word of `code`, which the official clients know; that of `reason` where they know none. */
  readonly code: string;
  /** The stable word of `reason`. */
  readonly reason: string;
}
