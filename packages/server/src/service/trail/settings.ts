/** The numbers of the audit trail. */
export interface TrailSettings {
  /** How long after the first reads of tokens are written together. */
  readonly flushMs: number;
  /** How long a strict read waits for its record; after that it is refused, and so is who asks while that write goes on. */
  readonly strictWaitMs: number;
  /** How long after a record was inserted it is looked for: by then its transaction is over, as a rule. */
  readonly linkAfterMs: number;
  /** How often every process looks for what is left: of one that died, of a transaction that took long. */
  readonly linkEveryMs: number;
  /** How often every process looks for what is to be sent elsewhere. */
  readonly shipEveryMs: number;
}

/** Those that a server has; `overrides` are of tests. */
export function trailSettings(overrides: Partial<TrailSettings> = {}): TrailSettings {
  return {
    flushMs: 250,
    strictWaitMs: 5_000,
    linkAfterMs: 200,
    linkEveryMs: 2_000,
    shipEveryMs: 1_000,
    ...overrides,
  };
}
