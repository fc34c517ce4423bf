/** What telling the users of an app apart needs. */
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { Store } from "../../store/store.ts";
import type { Defences } from "../defences/index.ts";
import type { AppCache } from "./app-cache.ts";
import type { KeySets } from "./key-sets.ts";
import type { ServiceTokenUses } from "./service-token-uses.ts";
import type { VerifiedTokens } from "./verified-tokens.ts";

export interface AppUsersContext {
  readonly defences: Defences;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly apps: AppCache;
  readonly keySets: KeySets;
  readonly verifiedTokens: VerifiedTokens;
  readonly serviceTokenUses: ServiceTokenUses;
}
