/** Which fault a request to the token endpoint meets: decided by the seed, the account and a count. */
import type { Fault } from "../../packages/sandbox/src/faults.ts";
import type { ProviderId } from "./history.ts";
import { createRandom } from "./random.ts";

/** By the name that the ledger has for it: what it is in the vocabulary of faults. */
const faults = {
  slow_before: (ms) => ({ kind: "slow", ms }),
  slow_after: (ms) => ({ kind: "slow", ms, processed: true }),
  drop: () => ({ kind: "drop", processed: true }),
  cut: () => ({ kind: "cut" }),
  /** Until the client gives up. */
  hang: () => ({ kind: "hang", processed: true }),
  error: () => ({ kind: "error", error: "server_error", status: 500 }),
  busy: () => ({
    kind: "error",
    error: "slow_down",
    status: 429,
    headers: { "retry-after": "1" },
  }),
  unprocessed: () => ({ kind: "drop" }),
} satisfies Readonly<Record<string, (ms: number) => Fault>>;

export type FaultName = keyof typeof faults;

/** What a request meets; `fault` is null where it is nothing. */
export interface Meeting {
  readonly name: FaultName | "none";
  readonly fault: Fault | null;
}

export const nothing: Meeting = { name: "none", fault: null };

/** The fault of this name; `ms` is how late the late ones are. */
export function faultNamed(name: FaultName, ms = 0): Meeting {
  return { name, fault: faults[name](ms) };
}

/**
 * Shares out of one. A grant of `strict` whose answer is lost cannot be saved by anybody, so that
 * happens there rarely; a request that is closed without having been carried out looks the same to
 * the client, and would end a grant that nobody had touched, so it does not happen there at all.
 */
const shares: Readonly<Record<ProviderId, Readonly<Partial<Record<FaultName, number>>>>> = {
  strict: {
    slow_before: 0.02,
    slow_after: 0.02,
    drop: 0.001,
    cut: 0.0005,
    hang: 0.0005,
    error: 0.02,
    busy: 0.01,
  },
  grace: {
    slow_before: 0.02,
    slow_after: 0.02,
    drop: 0.01,
    cut: 0.005,
    hang: 0.002,
    error: 0.02,
    busy: 0.01,
    unprocessed: 0.01,
  },
  stable: {
    slow_before: 0.02,
    slow_after: 0.02,
    drop: 0.01,
    cut: 0.005,
    hang: 0.002,
    error: 0.02,
    busy: 0.01,
    unprocessed: 0.01,
  },
};

/** The fault that the count-th refresh request of an account meets. */
export function faultOf(
  seed: number,
  request: { readonly provider: ProviderId; readonly account: string; readonly count: number },
  slowMaxMs: number,
): Meeting {
  const random = createRandom(seed, "fault", request.account, request.count);
  let left = random.next();
  for (const [name, share] of Object.entries(shares[request.provider])) {
    left -= share;
    if (left < 0) return faultNamed(name as FaultName, random.whole(50, slowMaxMs));
  }
  return nothing;
}
