/** Which fault a request to the token endpoint meets: decided by the seed, the account and a count. */
import type { ProviderId } from "./history.ts";
import { createRandom } from "./random.ts";

/**
 * `slow_before`, `slow_after`: answers late, before or after it acted. `drop`: acts, then closes.
 * `cut`: acts, then closes in the middle of the answer. `hang`: acts, then answers nothing until the
 * client gives up. `error`: 500, `busy`: 429, `unprocessed`: closes; these three without acting.
 */
export type FaultKind =
  | "none"
  | "slow_before"
  | "slow_after"
  | "drop"
  | "cut"
  | "hang"
  | "error"
  | "busy"
  | "unprocessed";

export interface Fault {
  readonly kind: FaultKind;
  readonly ms: number;
}

/**
 * Shares out of one. A grant of `strict` whose answer is lost cannot be saved by anybody, so that
 * happens there rarely; a request that is closed without having been carried out looks the same to
 * the client, and would end a grant that nobody had touched, so it does not happen there at all.
 */
const shares: Readonly<Record<ProviderId, Readonly<Partial<Record<FaultKind, number>>>>> = {
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
): Fault {
  const random = createRandom(seed, "fault", request.account, request.count);
  let left = random.next();
  for (const [kind, share] of Object.entries(shares[request.provider])) {
    left -= share;
    if (left < 0) return { kind: kind as FaultKind, ms: random.whole(50, slowMaxMs) };
  }
  return { kind: "none", ms: 0 };
}
