/**
 * Apps by id, kept in memory: their origins and identity providers are needed with every call. A
 * copy is used for a few seconds; whoever reads a row that shows a newer version drops it at once.
 */
import { LRUCache } from "lru-cache";
import type { Clock } from "../../lib/clock.ts";
import { GrantryError } from "../../lib/error.ts";
import { type App, getApp } from "../../store/apps.ts";
import type { Store } from "../../store/store.ts";

export interface AppCache {
  /** The app, from memory where it is young enough. Throws app_not_found. */
  get(appId: string): Promise<App>;
  /** The app's workspace, which never changes: from memory, however old the copy. Throws app_not_found. */
  workspaceOf(appId: string): Promise<string>;
  /** Drops the copy, so that the next get reads it anew. */
  drop(appId: string): void;
  /** Drops the copies of all apps of a workspace. */
  dropWorkspace(workspaceId: string): void;
}

const maxAgeMs = 5_000;
const entriesMax = 10_000;

/** Creates an empty cache. */
export function createAppCache(store: Store, clock: Clock): AppCache {
  const entries = new LRUCache<string, { app: App; loadedAtMs: number }>({ max: entriesMax });
  const load = async (appId: string) => {
    const app = await getApp(store, appId);
    if (app === undefined) throw new GrantryError("app_not_found");
    entries.set(appId, { app, loadedAtMs: clock.nowMs() });
    return app;
  };
  return {
    drop: (appId) => {
      entries.delete(appId);
    },
    dropWorkspace: (workspaceId) => {
      for (const [appId, { app }] of entries.entries()) {
        if (app.workspaceId === workspaceId) entries.delete(appId);
      }
    },
    get: async (appId) => {
      const entry = entries.get(appId);
      if (entry !== undefined && clock.nowMs() - entry.loadedAtMs < maxAgeMs) return entry.app;
      return await load(appId);
    },
    workspaceOf: async (appId) => (entries.get(appId)?.app ?? (await load(appId))).workspaceId,
  };
}
