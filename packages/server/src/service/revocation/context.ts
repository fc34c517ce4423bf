/** What giving grants back needs, beside the providers. */
import type { Checkpoints } from "../../lib/checkpoint.ts";
import type { Flights } from "../../lib/flights.ts";
import type { Log } from "../../lib/log.ts";
import type { ProvidersContext } from "../providers/index.ts";
import type { RevocationSettings } from "./settings.ts";

export interface RevocationContext extends ProvidersContext {
  readonly log: Log;
  readonly flights: Flights;
  /** Aborted when the server closes: nothing is begun any more that nobody waits for. */
  readonly closing: AbortSignal;
  readonly checkpoint: Checkpoints;
  /** Two of the engine's numbers. */
  readonly engine: RevocationSettings;
}
