/**
 * Which connections are in use, so that those are refreshed before anybody waits. A read writes
 * nothing: it leaves a note, and the notes are written down together, about once per token set.
 */
import { describeThrown } from "../../lib/error.ts";
import type { Log } from "../../lib/log.ts";
import type { TokenConnection } from "../../store/connections.ts";
import { noteUse } from "../../store/due-refreshes.ts";
import type { Store } from "../../store/store.ts";

export interface Uses {
  /** Notes that a token of this connection was handed out. */
  note(connection: TokenConnection): void;
  /** Writes down what was noted. Never rejects. */
  flush(): Promise<void>;
}

/** More notes than these are dropped until the next flush: the reads will leave them again. */
const notesMax = 5_000;
/** Few at once, with a pause: a database in the process would hold up everybody else meanwhile. */
const idsPerStatement = 50;
const pauseMs = 5;

/** When the token set that a connection has now came. */
export function obtainedAt({ lastRefreshedAt, connectedAt }: TokenConnection): number {
  return lastRefreshedAt ?? connectedAt ?? 0;
}

export function createUses(store: Store, log: Log): Uses {
  let noted = new Set<string>();
  const flush = async () => {
    const ids = [...noted].sort();
    noted = new Set();
    try {
      for (let from = 0; from < ids.length; from += idsPerStatement) {
        if (from > 0) await store.clock.sleep(pauseMs);
        await noteUse(store, ids.slice(from, from + idsPerStatement));
      }
    } catch (thrown) {
      log.warn({ cause: describeThrown(thrown) }, "what was used could not be written down");
    }
  };
  return {
    note: (connection) => {
      const { lastUsedAt, connectionId } = connection;
      if (lastUsedAt !== null && lastUsedAt >= obtainedAt(connection)) return;
      if (noted.size < notesMax) noted.add(connectionId);
    },
    flush,
  };
}
