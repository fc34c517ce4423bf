/** Floods: how often calls come, counted in the process. What counts as one stands in policies.ts. */
import { type Buckets, createBuckets, type Level, type Rate } from "../../lib/buckets.ts";
import type { Clock } from "../../lib/clock.ts";
import { GrantryError } from "../../lib/error.ts";
import type { Override } from "./overrides.ts";
import { type LimitedOf, type PolicyName, policies, policyNames } from "./policies.ts";

/** What a call is counted by. */
export interface Counted {
  readonly policy: PolicyName;
  readonly key: string;
  /** The app that it is about, which may have a limit of its own; null where none is. */
  readonly appId: string | null;
}

/** Where a key stands. */
export interface Standing extends Level, Rate {
  readonly policy: PolicyName;
}

export interface Floods {
  /** Counts a call. Throws rate_limited where the quota is used up; that one is not counted. */
  take(counted: Counted): void;
  /** Counts a call that was refused already, whatever is left. */
  note(counted: Counted): void;
  /** Throws rate_limited where the quota is used up, and counts nothing: for who is not known yet. */
  requireLeft(counted: Counted): void;
  /** Where it stands, once less than a quarter of the quota is left; null otherwise. */
  low(counted: Counted): Standing | null;
  /** The limit that holds for an app; null where none does. */
  rateOf(policy: PolicyName, appId: string | null): Rate | null;
  /** How many keys are remembered, in all. */
  size(): number;
}

/** Of each policy, in each of two generations: 100 bytes each. */
export const keysMax = 20_000;

/** Hears of each call that was refused. */
export type Refused = (counted: Counted) => void;

export function createFloods(
  clock: Pick<Clock, "steadyMs">,
  overrides: readonly Override[] = [],
  refused: Refused = () => {},
): Floods {
  const rates = new Map<string, Rate | null>(
    overrides.map(({ appId, policy, rate }) => [nameOf(policy, appId), rate]),
  );
  const buckets = new Map<PolicyName, Buckets>(
    policyNames.map((policy) => [policy, createBuckets(keysMax)]),
  );
  const bucketsOf = (policy: PolicyName) => buckets.get(policy) as Buckets;
  const hasOwn = overrides.some(({ appId }) => appId !== null);
  const rateOf = (policy: PolicyName, appId: string | null): Rate | null => {
    if (rates.size === 0) return policies[policy];
    const own = hasOwn && appId !== null ? rates.get(nameOf(policy, appId)) : undefined;
    if (own !== undefined) return own;
    const general = rates.get(nameOf(policy, null));
    return general === undefined ? policies[policy] : general;
  };
  const refuse = (counted: Counted, rate: Rate): never => {
    const level = bucketsOf(counted.policy).level(counted.key, rate, clock.steadyMs());
    refused(counted);
    throw rateLimited(counted.policy, rate, level);
  };
  return {
    take: (counted) => {
      const { policy, key, appId } = counted;
      const rate = rateOf(policy, appId);
      if (rate === null || bucketsOf(policy).take(key, rate, clock.steadyMs())) return;
      refuse(counted, rate);
    },
    note: ({ policy, key, appId }) => {
      const rate = rateOf(policy, appId);
      if (rate !== null) bucketsOf(policy).take(key, rate, clock.steadyMs());
    },
    requireLeft: (counted) => {
      const { policy, key, appId } = counted;
      const rate = rateOf(policy, appId);
      if (rate === null || bucketsOf(policy).hasLeft(key, rate, clock.steadyMs())) return;
      refuse(counted, rate);
    },
    low: ({ policy, key, appId }) => {
      const rate = rateOf(policy, appId);
      if (rate === null) return null;
      const level = bucketsOf(policy).level(key, rate, clock.steadyMs());
      return level.remaining * 4 < rate.quota ? { ...level, ...rate, policy } : null;
    },
    rateOf,
    size: () => [...buckets.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

const nameOf = (policy: PolicyName, appId: string | null) => `${appId ?? ""}:${policy}`;

const whose: Readonly<Record<LimitedOf, string>> = {
  address: "your address",
  app: "the app",
  user: "this user",
  connection: "this connection",
  key: "whoever calls",
};

function rateLimited(policy: PolicyName, { quota, seconds }: Rate, level: Level): GrantryError {
  const { of } = policies[policy];
  const { waitSeconds, resetSeconds } = level;
  const wait = waitSeconds <= 1 ? "a second" : `${waitSeconds} seconds`;
  return new GrantryError("rate_limited", {
    detail: `Too many calls of ${whose[of]}: at most ${quota} in ${seconds} seconds (${policy}). Try again in ${wait}.`,
    retryAfterSeconds: Math.max(1, waitSeconds),
    data: { limit: { policy, of, quota, seconds, resetSeconds } },
  });
}
