/** How many of something an app may have under way in a process at once. */
import { GrantryError } from "../../lib/error.ts";

export interface Slots {
  /** Takes one, and returns what gives it back, once however often it is called. Throws rate_limited. */
  take(appId: string): () => void;
}

/** Seconds: calls end all the time. */
const comeBackSeconds = 1;

export function createSlots(policy: string, max: number, refused: (appId: string) => void): Slots {
  const taken = new Map<string, number>();
  return {
    take: (appId) => {
      const before = taken.get(appId) ?? 0;
      if (before >= max) {
        refused(appId);
        throw crowded(policy, max);
      }
      taken.set(appId, before + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        const left = (taken.get(appId) ?? 1) - 1;
        if (left === 0) taken.delete(appId);
        else taken.set(appId, left);
      };
    },
  };
}

function crowded(policy: string, max: number): GrantryError {
  return new GrantryError("rate_limited", {
    detail: `Too many calls of the app are under way: at most ${max} at once (${policy}). Try again when some have ended.`,
    retryAfterSeconds: comeBackSeconds,
    data: {
      limit: {
        policy,
        of: "app",
        quota: max,
        seconds: comeBackSeconds,
        resetSeconds: comeBackSeconds,
      },
    },
  });
}
