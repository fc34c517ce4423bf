/** Which operator calls, and may they do this? */
import { GrantryError } from "../../lib/error.ts";
import type { App } from "../../store/apps.ts";
import type { AuthorizingOperator } from "../../store/authorizations.ts";
import type { Standing } from "../../store/operators.ts";
import type { Role } from "../../store/schema-accounts.ts";
import { authorIdOf } from "./actor.ts";
import type { AppOperator } from "./app-operator.ts";
import { requireChangeable } from "./changeable.ts";
import type { AccountsContext } from "./context.ts";
import { type Credential, identifyOperator, type Operator, standingIn } from "./operator.ts";
import { type Permission, requirePermission } from "./permissions.ts";
import { orRecordRefusal } from "./record-access.ts";
import { workspacesOfCaller } from "./workspaces.ts";

/** A member of the workspace, at the workspace itself. */
export interface WorkspaceOperator {
  readonly workspaceId: string;
  readonly caller: Operator;
  readonly role: Role;
}

/**
 * The operator at this workspace. Throws unauthorized for an unknown credential; one of another
 * workspace gets workspace_not_found, whether this one exists or not; second_factor_required where that is demanded;
 * forbidden names what is needed, workspace_frozen why nothing can be changed.
 */
export async function authenticateWorkspaceOperator(
  context: AccountsContext,
  workspaceId: string,
  credential: Credential,
  permission: Permission,
): Promise<WorkspaceOperator> {
  const caller = await identifyOperator(context, credential);
  return await authorizeInWorkspace(context, caller, workspaceId, permission);
}

/** The same for a caller who is known already. */
export async function authorizeInWorkspace(
  context: AccountsContext,
  caller: Operator,
  workspaceId: string,
  permission: Permission,
): Promise<WorkspaceOperator> {
  const standing = await standingIn(context, caller, workspaceId);
  if (standing === undefined) throw new GrantryError("workspace_not_found");
  await requireMay(context, { caller, standing, workspaceId, permission });
  return { workspaceId, caller, role: standing.role };
}

/**
 * The operator at this app. Throws unauthorized for an unknown credential; one of another workspace
 * gets app_not_found, the same answer as for an app that does not exist; forbidden names what is
 * needed.
 */
export async function authenticateOperator(
  context: AccountsContext,
  appId: string,
  credential: Credential,
  permission: Permission,
): Promise<AppOperator> {
  const caller = await identifyOperator(context, credential);
  const app = await context.apps.get(appId);
  const { workspaceId } = app;
  const standing = await standingIn(context, caller, workspaceId);
  if (standing === undefined) throw new GrantryError("app_not_found");
  await requireMay(context, { caller, standing, workspaceId, permission });
  return operatorOf(app, caller, standing.role);
}

/** Throws second_factor_required, forbidden, and workspace_frozen; that a member was refused is on record. */
async function requireMay(
  context: AccountsContext,
  asked: {
    readonly caller: Operator;
    readonly standing: Standing;
    readonly workspaceId: string;
    readonly permission: Permission;
  },
): Promise<void> {
  const { caller, standing, workspaceId, permission } = asked;
  await orRecordRefusal(context, asked, async () => {
    if (standing.lacksSecondFactor) throw secondFactorDemanded();
    requirePermission(standing.role, caller.scopes, permission);
    await requireChangeable(context.store, workspaceId, permission);
  });
}

function secondFactorDemanded(): GrantryError {
  return new GrantryError("second_factor_required", {
    detail:
      "This workspace demands a second factor. Set one up in your account, by an authenticator app or a passkey; then everything goes on.",
  });
}

/** A member of a workspace, at one app of it. Throws app_not_found, also for an app of another workspace. */
export async function operatorAtApp(
  context: Pick<AccountsContext, "apps">,
  { workspaceId, caller, role }: WorkspaceOperator,
  appId: string,
): Promise<AppOperator> {
  const app = await context.apps.get(appId);
  if (app.workspaceId !== workspaceId) throw new GrantryError("app_not_found");
  return operatorOf(app, caller, role);
}

function operatorOf(app: App, caller: Operator, role: Role): AppOperator {
  return {
    kind: "operator",
    app,
    label: caller.actor.label,
    author: authorOf(caller),
    caller,
    role,
  };
}

/** How a consent that this operator starts names them. */
export function authorOf({ actor, operator }: Operator): AuthorizingOperator {
  return { id: authorIdOf(actor), label: actor.label, email: operator?.email ?? null };
}

/** Where an operator may act: for routes that name neither an app nor a workspace. */
export interface OperatorAnywhere {
  readonly workspaceIds: readonly string[];
}

/**
 * The workspaces whose apps the operator may see; those that demand a second factor which they do not have are left out.
 * Throws unauthorized, forbidden without the scope, and second_factor_required where no workspace is left.
 */
export async function authenticateOperatorAnywhere(
  context: AccountsContext,
  credential: Credential,
  permission: Permission,
): Promise<OperatorAnywhere> {
  const caller = await identifyOperator(context, credential);
  const all = await workspacesOfCaller(context, caller);
  const workspaces = all.filter(({ lacksSecondFactor }) => !lacksSecondFactor);
  const refusable = (workspaceId: string, check: () => void) =>
    orRecordRefusal(context, { caller, workspaceId, permission }, async () => check());
  for (const { workspaceId } of workspaces.length === 0 ? all : []) {
    await refusable(workspaceId, () => {
      throw secondFactorDemanded();
    });
  }
  for (const { role, workspaceId } of workspaces) {
    await refusable(workspaceId, () => requirePermission(role, caller.scopes, permission));
  }
  return { workspaceIds: workspaces.map(({ workspaceId }) => workspaceId) };
}
