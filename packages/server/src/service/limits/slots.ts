/** How many calls of functions pass through a process at once: of an app, and of a workspace. */
import { GrantryError } from "../../lib/error.ts";

export interface Slots {
  /** Takes one, and returns what gives it back, once however often it is called. Throws rate_limited. */
  take(place: { readonly appId: string; readonly workspaceId: string }): () => void;
}

export interface SlotsSettings {
  readonly policy: string;
  readonly perApp: number;
  readonly perWorkspace: number;
}

/** Seconds: calls end all the time. */
const comeBackSeconds = 1;

export function createSlots(
  { policy, perApp, perWorkspace }: SlotsSettings,
  refused: (appId: string) => void = () => {},
): Slots {
  const ofApps = new Map<string, number>();
  const ofWorkspaces = new Map<string, number>();
  return {
    take: ({ appId, workspaceId }) => {
      const isFull = {
        app: (ofApps.get(appId) ?? 0) >= perApp,
        workspace: (ofWorkspaces.get(workspaceId) ?? 0) >= perWorkspace,
      };
      if (isFull.app || isFull.workspace) {
        refused(appId);
        throw isFull.app
          ? crowded(policy, "app", perApp)
          : crowded(policy, "workspace", perWorkspace);
      }
      add(ofApps, appId, 1);
      add(ofWorkspaces, workspaceId, 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        add(ofApps, appId, -1);
        add(ofWorkspaces, workspaceId, -1);
      };
    },
  };
}

/** Nothing is kept of whoever has none. */
function add(counts: Map<string, number>, name: string, count: number): void {
  const now = (counts.get(name) ?? 0) + count;
  if (now === 0) counts.delete(name);
  else counts.set(name, now);
}

function crowded(policy: string, of: "app" | "workspace", quota: number): GrantryError {
  const seconds = comeBackSeconds;
  return new GrantryError("rate_limited", {
    detail: `Too many calls of the ${of}'s functions are under way: at most ${quota} at once (${policy}). Try again when some have ended.`,
    retryAfterSeconds: seconds,
    data: { limit: { policy, of, quota, seconds, resetSeconds: seconds } },
  });
}
