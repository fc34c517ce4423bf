/** A workspace that the server's operator has frozen serves nothing, and nothing in it is changed. */
import { GrantryError } from "../../lib/error.ts";
import type { App } from "../../store/apps.ts";
import { findFreeze } from "../../store/frozen-workspaces.ts";
import type { Store } from "../../store/store.ts";

/** For what an app asks: its callers are not told why. Throws workspace_frozen. */
export function requireThawed({ isFrozen }: Pick<App, "isFrozen">): void {
  if (isFrozen) throw new GrantryError("workspace_frozen");
}

/** By what the database says now; likewise. */
export async function requireThawedWorkspace(
  store: Pick<Store, "db">,
  workspaceId: string,
): Promise<void> {
  requireThawed({ isFrozen: (await findFreeze(store, workspaceId)) !== undefined });
}
