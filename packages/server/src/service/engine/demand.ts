/** Why a refresh is made, and what is asked of it. */

import type { TokenDemands } from "./is-good.ts";

/**
 * Why a refresh is made: a reader waits for it, a reader was served and it is done ahead, nobody asked
 * and it is due, an API has refused the token, or an operator wants it now.
 */
export type Trigger = "read" | "ahead" | "background" | "forced" | "operator";

export interface RefreshDemand {
  readonly demands: TokenDemands;
  readonly trigger: Trigger;
}
