/** What a workspace is called, and what it is for. */
import { GrantryError } from "../../lib/error.ts";
import { previewsProblem } from "../../lib/origins.ts";
import { putWorkspace } from "../../store/apps.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction } from "../../store/store.ts";
import type { Environment } from "../../store/tables/apps.ts";
import { findPreviewsInProduction } from "../../store/workspace-apps.ts";
import { getWorkspace } from "../../store/workspaces.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import { recordChange } from "./record-change.ts";
import type { OwnWorkspace } from "./workspaces.ts";

/** What is undefined stays as it is. */
export interface WorkspaceChanges {
  readonly name?: string | undefined;
  readonly environment?: Environment | undefined;
}

/**
 * Gives a workspace another name, or says what it is for. For owners alone (workspace:own): what is marked as production is
 * protected by it. Throws bad_request where an app of what becomes production has previews.
 */
export async function changeWorkspace(
  context: Pick<AccountsContext, "store">,
  operator: WorkspaceOperator,
  changes: WorkspaceChanges,
): Promise<OwnWorkspace> {
  const { workspaceId, role } = operator;
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const before = await getWorkspace(store, workspaceId);
    if (before === undefined) throw new GrantryError("workspace_not_found");
    const { name = before.name, environment = before.environment } = changes;
    const after = { workspaceId, name, environment };
    const details = {
      ...(name === before.name ? {} : { name: `${before.name} -> ${name}` }),
      ...(environment === before.environment
        ? {}
        : { environment: `${before.environment} -> ${environment}` }),
    };
    if (Object.keys(details).length === 0) return { ...before, role };
    await putWorkspace(store, after);
    const previews = await findPreviewsInProduction(store, workspaceId);
    if (previews !== undefined) {
      throw new GrantryError("bad_request", {
        detail: `The workspace cannot be for production: ${previewsProblem(previews)}.`,
      });
    }
    const target = { kind: "workspace", id: workspaceId };
    await recordChange(store, operator, { action: "workspace.changed", target, details });
    return { ...after, role };
  });
}
