/** What calls that may come again need. */
import type { Clock } from "../../lib/clock.ts";
import type { Store } from "../../store/store.ts";

export interface IdempotencyContext {
  readonly store: Store;
  readonly clock: Clock;
}
