/**
 * When service tokens were last used. Showing one writes nothing: it leaves a note, and notes are written
 * down together, of each token every few minutes.
 */
import { describeThrown } from "../../lib/error.ts";
import type { Log } from "../../lib/log.ts";
import { type KnownServiceToken, touchServiceToken } from "../../store/bearer-secrets.ts";
import type { Store } from "../../store/store.ts";

export interface ServiceTokenUses {
  /** Notes that this token was shown. */
  note(token: Pick<KnownServiceToken, "serviceTokenId" | "lastUsedAt">): void;
  /** Writes down what was noted. Never rejects. */
  flush(): Promise<void>;
}

/** How old what is written down may get. */
const staleSeconds = 300;
/** More notes than these are dropped until the next flush: the next uses will leave them again. */
const notesMax = 5_000;

/** Creates an empty collection, once per process. */
export function createServiceTokenUses(store: Store, log: Log): ServiceTokenUses {
  let noted = new Map<string, number>();
  return {
    note: ({ serviceTokenId, lastUsedAt }) => {
      const usedAt = store.clock.nowSeconds();
      if (lastUsedAt !== null && usedAt - lastUsedAt < staleSeconds) return;
      if (noted.size < notesMax) noted.set(serviceTokenId, usedAt);
    },
    flush: async () => {
      const notes = [...noted];
      noted = new Map();
      try {
        for (const [serviceTokenId, usedAt] of notes) {
          await touchServiceToken(store, { serviceTokenId, usedAt });
        }
      } catch (thrown) {
        const cause = describeThrown(thrown);
        log.warn({ cause }, "when service tokens were used could not be written down");
      }
    },
  };
}
