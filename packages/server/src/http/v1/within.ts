/** Use cases inside of a transaction that is open. */
import { createAppCache } from "../../service/app-users/index.ts";
import type { HttpContext } from "../context.ts";

/** What use cases read the database by, inside of the transaction: on SQLite there is no other way while it lasts. */
export function within(context: HttpContext, store: HttpContext["store"]): Partial<HttpContext> {
  const apps = createAppCache(store, context.clock);
  return {
    store,
    apps: {
      get: apps.get,
      workspaceOf: apps.workspaceOf,
      drop: (appId) => {
        apps.drop(appId);
        context.apps.drop(appId);
      },
      dropWorkspace: (workspaceId) => {
        apps.dropWorkspace(workspaceId);
        context.apps.dropWorkspace(workspaceId);
      },
    },
  };
}
