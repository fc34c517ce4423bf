/** Freezing: nothing of a workspace is served and nothing in it changed, until it is taken back. */
import { putFreeze } from "../../../store/frozen-workspaces.ts";
import type { ServerWorkspace } from "../../../store/server-workspaces.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AccountsContext } from "../context.ts";
import { recordChange } from "../record-change.ts";
import type { ServerOperator } from "./authenticate.ts";
import { lockedWorkspace, requireWorkspace } from "./workspaces.ts";

type FreezeContext = Pick<AccountsContext, "store" | "apps" | "clock">;

/**
 * Freezes a workspace; of one that is frozen only the reason changes. What it holds stays: tokens, connections,
 * settings. Throws workspace_not_found.
 */
export async function freezeWorkspace(
  context: FreezeContext,
  caller: ServerOperator,
  { workspaceId, reason }: { readonly workspaceId: string; readonly reason: string },
): Promise<ServerWorkspace> {
  const frozen = await inTransaction(context.store, async (store) => {
    const before = await lockedWorkspace(store, workspaceId);
    if (before.frozenAt !== null && before.frozenReason === reason) return before;
    const at = before.frozenAt ?? context.clock.nowSeconds();
    await putFreeze(store, workspaceId, { at, by: caller.actor.label, reason });
    const target = { kind: "workspace", id: workspaceId };
    await recordChange(
      store,
      { workspaceId, caller },
      { action: "workspace.frozen", target, details: { reason } },
    );
    return await requireWorkspace(store, workspaceId);
  });
  context.apps.dropWorkspace(workspaceId);
  return frozen;
}

/** Takes it back; of one that is not frozen nothing changes. Throws workspace_not_found. */
export async function unfreezeWorkspace(
  context: FreezeContext,
  caller: ServerOperator,
  workspaceId: string,
): Promise<ServerWorkspace> {
  const thawed = await inTransaction(context.store, async (store) => {
    const before = await lockedWorkspace(store, workspaceId);
    if (before.frozenAt === null) return before;
    await putFreeze(store, workspaceId, null);
    const target = { kind: "workspace", id: workspaceId };
    await recordChange(store, { workspaceId, caller }, { action: "workspace.unfrozen", target });
    return await requireWorkspace(store, workspaceId);
  });
  context.apps.dropWorkspace(workspaceId);
  return thawed;
}
