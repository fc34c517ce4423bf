/** What limits are kept by, in this process. */
import type { Credentials } from "./credentials.ts";
import type { Floods } from "./floods.ts";
import type { Slots } from "./slots.ts";

export interface LimitsContext {
  readonly limits: {
    readonly floods: Floods;
    readonly credentials: Credentials;
    /** Calls of functions that are under way. */
    readonly functionCalls: Slots;
  };
}
