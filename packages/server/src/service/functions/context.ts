/** What calls of the apps' functions need. */
import type { ReachOf } from "../../lib/reach.ts";
import type { AppUsersContext } from "../app-users/index.ts";
import type { LimitsContext } from "../limits/index.ts";
import type { FunctionSettings } from "./settings.ts";
import type { FunctionTokens } from "./tokens.ts";

export interface FunctionsContext extends AppUsersContext, LimitsContext {
  readonly reach: ReachOf;
  readonly functions: {
    readonly settings: FunctionSettings;
    readonly tokens: FunctionTokens;
  };
}
