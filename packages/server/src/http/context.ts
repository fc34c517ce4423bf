/** What the edge is handed for the modules of service/: built once, in app.ts. */
import type { AccountsContext } from "../service/accounts/index.ts";
import type { ConnectContext } from "../service/connect/index.ts";
import type { FunctionsContext } from "../service/functions/index.ts";
import type { LimitsContext } from "../service/limits/index.ts";
import type { ManageContext } from "../service/manage/index.ts";
import type { Readiness, UpkeepContext } from "../service/upkeep/index.ts";
import type { BuiltSite } from "./documentation/site-files.ts";

export interface HttpContext
  extends AccountsContext,
    ConnectContext,
    FunctionsContext,
    LimitsContext,
    ManageContext,
    UpkeepContext {
  /** Whether the process can serve, asked at most so often. */
  readonly readiness: Readiness;
  /** The documentation as it was built; undefined where this server has none. */
  readonly docsSite: BuiltSite | undefined;
}
