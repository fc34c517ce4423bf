/** The apps of a workspace, as operators manage them. */
import { type App, selectApps, toApp } from "./apps.ts";
import type { Store } from "./store.ts";

/** The apps of a workspace, by name. */
export async function listWorkspaceApps(store: Store, workspaceId: string): Promise<App[]> {
  const rows = await selectApps(store)
    .where("apps.workspace_id", "=", workspaceId)
    .orderBy("apps.name")
    .orderBy("apps.app_id")
    .execute();
  return rows.map(toApp);
}

/** An app of a workspace for production with a wildcard among its origins; undefined where there is none. */
export async function findPreviewsInProduction(
  store: Store,
  workspaceId: string,
): Promise<Pick<App, "name" | "origins"> | undefined> {
  const row = await selectApps(store)
    .where("apps.workspace_id", "=", workspaceId)
    .where("workspaces.environment", "=", "production")
    .where("apps.origins", "like", '%"https://*.%')
    .orderBy("apps.app_id")
    .limit(1)
    .executeTakeFirst();
  return row && toApp(row);
}
