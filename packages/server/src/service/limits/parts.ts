/** What a process keeps in memory for its limits. */
import type { Metrics } from "../../lib/metrics.ts";
import type { Store } from "../../store/store.ts";
import type { LimitsContext } from "./context.ts";
import { createCredentials } from "./credentials.ts";
import { createFloods } from "./floods.ts";
import type { Override } from "./overrides.ts";
import {
  functionsAtOnceMax,
  functionsAtOncePolicy,
  workspaceFunctionsAtOnceMax,
} from "./policies.ts";
import { createSlots } from "./slots.ts";

export interface LimitsInput {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly overrides: readonly Override[];
  /** Hears of each call that was refused for an app. */
  readonly refusedOf: (appId: string, policy: string) => void;
}

/** Builds them, once per process. */
export function createLimitsParts(input: LimitsInput): LimitsContext {
  const { store, metrics, overrides, refusedOf } = input;
  const refused = (policy: string, appId: string | null) => {
    metrics.rateLimited(policy);
    if (appId !== null) refusedOf(appId, policy);
  };
  return {
    limits: {
      floods: createFloods(store.clock, overrides, ({ policy, appId }) => refused(policy, appId)),
      credentials: createCredentials({ store, clock: store.clock }, () =>
        metrics.rateLimited("wrong_credentials"),
      ),
      functionCalls: createSlots(
        {
          policy: functionsAtOncePolicy,
          perApp: functionsAtOnceMax,
          perWorkspace: workspaceFunctionsAtOnceMax,
        },
        (appId) => refused(functionsAtOncePolicy, appId),
      ),
    },
  };
}
