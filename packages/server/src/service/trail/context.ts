/** What keeping the audit trail needs. */
import type { Clock } from "../../lib/clock.ts";
import type { Flights } from "../../lib/flights.ts";
import type { Log } from "../../lib/log.ts";
import type { Metrics } from "../../lib/metrics.ts";
import type { Store } from "../../store/store.ts";
import type { TrailSettings } from "./settings.ts";

export interface TrailContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What goes on after an answer; closing waits for it. */
  readonly flights: Flights;
  readonly trail: TrailSettings;
}
