/** What the overview of a workspace needs. */
import type { AccountsContext } from "../accounts/index.ts";
import type { EngineContext } from "../engine/index.ts";

export interface OverviewContext extends EngineContext, AccountsContext {}
