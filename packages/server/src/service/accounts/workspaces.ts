/** Where an operator belongs. */
import { GrantryError } from "../../lib/error.ts";
import { putWorkspace } from "../../store/apps.ts";
import { listWorkspacesOf, type WorkspaceOfOperator } from "../../store/operators.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction } from "../../store/store.ts";
import type { Environment } from "../../store/tables/apps.ts";
import { getWorkspace } from "../../store/workspaces.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import type { Operator } from "./operator.ts";
import { requireRole } from "./permissions.ts";
import { recordChange } from "./record-change.ts";

/** A workspace, and what the operator is in it. */
export type OwnWorkspace = WorkspaceOfOperator;

/** What is undefined stays as it is. */
export interface WorkspaceChanges {
  readonly name?: string | undefined;
  readonly environment?: Environment | undefined;
}

/**
 * Gives a workspace another name, or says what it is for. Only an owner may: what is marked as production is
 * protected by it. Throws forbidden.
 */
export async function changeWorkspace(
  context: Pick<AccountsContext, "store">,
  operator: WorkspaceOperator,
  changes: WorkspaceChanges,
): Promise<OwnWorkspace> {
  const { workspaceId, role } = operator;
  requireRole(role, "owner");
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
    const target = { kind: "workspace", id: workspaceId };
    await recordChange(store, operator, { action: "workspace.changed", target, details });
    return { ...after, role };
  });
}

/** The workspaces of a person, by name. */
export async function workspacesOf(
  { store }: Pick<AccountsContext, "store">,
  operatorId: string,
): Promise<OwnWorkspace[]> {
  return await listWorkspacesOf(store, operatorId);
}

/** The workspaces of whoever calls: a person's, or the one that a key belongs to. */
export async function workspacesOfCaller(
  context: Pick<AccountsContext, "store">,
  { operator, key }: Operator,
): Promise<OwnWorkspace[]> {
  if (operator !== null) return await workspacesOf(context, operator.operatorId);
  const workspace = key === null ? undefined : await getWorkspace(context.store, key.workspaceId);
  return workspace === undefined || key === null ? [] : [{ ...workspace, role: key.role }];
}
