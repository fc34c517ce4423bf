/** Turns at something of which there is a limited number at once. */
import { systemClock } from "../lib/clock.ts";
import { databaseUnavailable } from "./database-errors.ts";

export interface Turns {
  /** Resolves with what ends the turn. Rejects with database_unavailable when none comes in time. */
  take(): Promise<() => void>;
}

/** More than these do not wait: the last would not be served in time anyway. */
const waitingMax = 2_000;

/** `limit` is asked anew at each turn. */
export function createTurns(limit: () => number, waitMs: number): Turns {
  const waiting = new Set<() => void>();
  let taken = 0;
  const end = () => {
    taken -= 1;
    // The limit may have grown since: one that ends can make room for several.
    for (const next of waiting) {
      if (taken >= limit()) return;
      next();
    }
  };
  const begin = () => {
    taken += 1;
    let ended = false;
    return () => {
      if (!ended) end();
      ended = true;
    };
  };
  return {
    take: async () => {
      if (taken < limit() && waiting.size === 0) return begin();
      if (waiting.size >= waitingMax) throw crowded();
      return await new Promise((resolve, reject) => {
        const enough = new AbortController();
        const next = () => {
          waiting.delete(next);
          enough.abort();
          resolve(begin());
        };
        waiting.add(next);
        systemClock.sleep(waitMs, enough.signal).then(
          () => {
            waiting.delete(next);
            reject(crowded());
          },
          () => {},
        );
      });
    },
  };
}

function crowded() {
  return databaseUnavailable(
    "The database is busy: all connections of this server have been waiting for it for too long.",
  );
}
