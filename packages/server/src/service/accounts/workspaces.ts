/** Where an operator belongs. */
import { listWorkspacesOf, type WorkspaceOfOperator } from "../../store/operators.ts";
import { getWorkspace } from "../../store/workspaces.ts";
import type { AccountsContext } from "./context.ts";
import type { Operator } from "./operator.ts";

/** A workspace, and what the operator is in it. */
export type OwnWorkspace = WorkspaceOfOperator;

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
  return workspace === undefined || key === null
    ? []
    : [{ ...workspace, role: key.role, lacksSecondFactor: false }];
}
