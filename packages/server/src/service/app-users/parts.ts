/** What a process remembers of apps and their users. */
import type { Log } from "../../lib/log.ts";
import type { ReachOf } from "../../lib/reach.ts";
import type { Store } from "../../store/store.ts";
import { createAppCache } from "./app-cache.ts";
import type { AppUsersContext } from "./context.ts";
import { createKeySets } from "./key-sets.ts";
import { createServiceTokenUses } from "./service-token-uses.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

/** Builds it, empty, once per process. */
export function createAppUsersParts(
  store: Store,
  reach: ReachOf,
  log: Log,
): Pick<AppUsersContext, "apps" | "keySets" | "verifiedTokens" | "serviceTokenUses"> {
  return {
    apps: createAppCache(store, store.clock),
    keySets: createKeySets(reach, store.clock),
    verifiedTokens: createVerifiedTokens(store.clock),
    serviceTokenUses: createServiceTokenUses(store, log),
  };
}
