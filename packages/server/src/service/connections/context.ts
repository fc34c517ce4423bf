/** What showing and ending connections needs. */
import type { AccountsContext } from "../accounts/index.ts";
import type { EngineContext } from "../engine/index.ts";

export interface ConnectionsContext extends EngineContext, AccountsContext {}
