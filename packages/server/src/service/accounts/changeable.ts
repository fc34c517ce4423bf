/** Of a workspace that the server's operator has frozen, its operators may read, end connections, and change nothing else. */
import { GrantryError } from "../../lib/error.ts";
import { beingDeleted, findFreeze } from "../../store/frozen-workspaces.ts";
import type { Store } from "../../store/store.ts";
import { isToChange, type Permission } from "./permissions.ts";

/** Operators of a frozen workspace may look, and end connections. Throws workspace_frozen, saying why it is. */
export async function requireChangeable(
  store: Pick<Store, "db">,
  workspaceId: string,
  permission: Permission,
): Promise<void> {
  if (!isToChange(permission)) return;
  const freeze = await findFreeze(store, workspaceId);
  if (freeze === undefined) return;
  throw new GrantryError("workspace_frozen", {
    detail:
      freeze.reason === beingDeleted
        ? "This workspace is being deleted."
        : `The server's operator has frozen this workspace: ${freeze.reason}`,
  });
}
