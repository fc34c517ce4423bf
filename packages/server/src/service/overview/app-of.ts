/** Apps of the workspace that is looked at. */
import { GrantryError } from "../../lib/error.ts";
import { getApp } from "../../store/apps.ts";
import type { Store } from "../../store/store.ts";

/** Throws app_not_found, also for another workspace's. */
export async function requireAppOf(
  store: Store,
  workspaceId: string,
  appId: string,
): Promise<void> {
  if ((await getApp(store, appId))?.workspaceId === workspaceId) return;
  throw new GrantryError("app_not_found");
}
