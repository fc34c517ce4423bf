/** Counts what the dialect sandbox did, by integration type. */

export const dialectEvents = [
  /** The account holder allowed an authorization. */
  "allowed",
  /** A code, or an installation, was exchanged for tokens. */
  "exchange",
  "refresh",
  /** An account was read. */
  "account",
  /** A token was revoked that was not revoked before. */
  "revocation",
  /** A used-up code or refresh token came again; its grant is ended. */
  "reuse",
  /** A documented failure was the answer. */
  "failure",
] as const;
export type DialectEvent = (typeof dialectEvents)[number];

const problemsMax = 1_000;

export interface DialectLedger {
  count(type: string, event: DialectEvent): number;
  /** Requests that no documentation describes, in words without credentials; the oldest are dropped. */
  readonly problems: readonly string[];
}

/** Creates a ledger and the functions that write to it. */
export function createDialectLedger(): {
  ledger: DialectLedger;
  record(type: string, event: DialectEvent): void;
  complain(problem: string): void;
} {
  const counts = new Map<string, number>();
  const problems: string[] = [];
  const key = (type: string, event: DialectEvent) => `${type} ${event}`;
  return {
    ledger: { count: (type, event) => counts.get(key(type, event)) ?? 0, problems },
    record: (type, event) => {
      counts.set(key(type, event), (counts.get(key(type, event)) ?? 0) + 1);
    },
    complain: (problem) => {
      if (problems.length >= problemsMax) problems.shift();
      problems.push(problem);
    },
  };
}
