/** What the operator is told of calls that did not leave: by metrics, and in the log once a minute for each kind. */
import type { Clock } from "./clock.ts";
import type { Egress } from "./egress.ts";
import type { EgressMetrics } from "./egress-metrics.ts";
import type { Log } from "./log.ts";
import { ProxyError } from "./outbound-error.ts";

const quietMs = 60_000;

interface Hearing {
  readonly clock: Clock;
  readonly metrics: EgressMetrics;
  readonly log: Log;
}

/** The same ways out, which are watched. */
export function watchedEgress(egress: Egress, { clock, metrics, log }: Hearing): Egress {
  const told = new Map<string, number>();
  return {
    ...egress,
    told: (failure) => {
      const reason = failure instanceof ProxyError ? failure.fault : "not_listed";
      metrics.notSent(reason);
      const now = clock.steadyMs();
      const before = told.get(reason);
      if (before !== undefined && now - before < quietMs) return;
      told.set(reason, now);
      log.warn({ reason, cause: failure.message }, "a call did not leave");
    },
  };
}
