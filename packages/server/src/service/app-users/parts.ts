/** What a process remembers of apps and their users. */
import type { ReachOf } from "../../lib/reach.ts";
import type { Store } from "../../store/store.ts";
import { createAppCache } from "./app-cache.ts";
import type { AppUsersContext } from "./context.ts";
import { createKeySets } from "./key-sets.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

/** Builds it, empty, once per process. */
export function createAppUsersParts(
  store: Store,
  reach: ReachOf,
): Pick<AppUsersContext, "apps" | "keySets" | "verifiedTokens"> {
  return {
    apps: createAppCache(store, store.clock),
    keySets: createKeySets(reach, store.clock),
    verifiedTokens: createVerifiedTokens(store.clock),
  };
}
