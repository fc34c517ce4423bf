/** What the upkeep of a process needs. */
import type { Secret } from "../../lib/secret.ts";
import type { ConnectionsContext } from "../connections/index.ts";
import type { TrailSettings } from "../trail/index.ts";
import type { KeyKeeper } from "./key-keeper.ts";

export interface UpkeepContext extends ConnectionsContext {
  /** With it the metrics may be read; null leaves them to programs on this machine. */
  readonly metricsToken: Secret | null;
  readonly keys: KeyKeeper;
  readonly keyServices: {
    /** Whether the last use of a root key failed at its key service. */
    isFailing(): boolean;
  };
  readonly trail: TrailSettings;
}
