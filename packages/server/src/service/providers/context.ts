/** What speaking to a workspace's providers needs. */
import type { Asking } from "../../lib/asking.ts";
import type { Clock } from "../../lib/clock.ts";
import type { ReachOf } from "../../lib/reach.ts";
import type { Catalogue } from "../../provider/catalogue.ts";
import type { Store } from "../../store/store.ts";
import type { Defences } from "../defences/index.ts";

export interface ProvidersContext {
  readonly defences: Defences;
  readonly store: Store;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  /** Calls out for a workspace. */
  readonly reach: ReachOf;
  /** Whether providers may be asked. */
  readonly asking: Asking;
  /** Origin and path under which the world reaches this server; no slash at the end. */
  readonly publicUrl: string;
}
