/** What the engine tells of itself. */
export interface Metrics {
  tokenServed(how: "fresh" | "refreshed" | "remaining", secondsLeft: number | null): void;
  tokenRefused(code: string): void;
  readerWaited(ms: number): void;
  refreshEnded(labels: { provider: string; trigger: string; outcome: string }, ms: number): void;
  leaseStolen(provider: string): void;
  breakerChanged(provider: string, from: string, to: string): void;
  renewalsClaimed(provider: string, count: number): void;
  renewalsDue(count: number): void;
}

export function createMetrics(): Metrics {
  return {
    tokenServed: () => {},
    tokenRefused: () => {},
    readerWaited: () => {},
    refreshEnded: () => {},
    leaseStolen: () => {},
    breakerChanged: () => {},
    renewalsClaimed: () => {},
    renewalsDue: () => {},
  };
}
