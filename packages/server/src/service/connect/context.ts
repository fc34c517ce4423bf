/** What consents need. */
import type { AccountsContext } from "../accounts/index.ts";
import type { EngineContext } from "../engine/index.ts";

export interface ConnectContext extends EngineContext, AccountsContext {
  /** Origin of a sandbox that plays every provider, also for browsers; null where there is none. */
  readonly sandboxProviders: string | null;
}
