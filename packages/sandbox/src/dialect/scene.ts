/** A request on the stage. */
import type { Received } from "./received.ts";
import type { Difference } from "./request.ts";
import type { Play } from "./script.ts";
import type { Stage } from "./stage.ts";
import type { Grant, PendingCode } from "./state.ts";

/** What a request presents, as far as it is known. */
export interface Scene {
  readonly stage: Stage;
  readonly play: Play;
  readonly received: Received;
  readonly credentials: readonly string[];
  readonly code: string | undefined;
  readonly pending: PendingCode | undefined;
  readonly grant: Grant | undefined;
  readonly differences: readonly Difference[];
}
