/** Which operator is behind a workspace API key? */
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { findWorkspaceKey, type WorkspaceKey } from "../../store/bearer-secrets.ts";
import type { ServiceContext } from "../context.ts";
import type { Operator } from "../principal.ts";

/** A member of the workspace, at the workspace itself. */
export interface WorkspaceOperator {
  readonly workspaceId: string;
}

/**
 * The operator at this workspace. Throws unauthorized for an unknown key; a key of another workspace
 * gets workspace_not_found, whether this one exists or not.
 */
export async function authenticateWorkspaceOperator(
  context: ServiceContext,
  workspaceId: string,
  key: Secret,
): Promise<WorkspaceOperator> {
  const known = await requireKey(context, key);
  if (known.workspaceId !== workspaceId) throw new GrantryError("workspace_not_found");
  return { workspaceId };
}

/**
 * The operator at this app. Throws unauthorized for an unknown key; a key of another workspace gets
 * app_not_found, the same answer as for an app that does not exist.
 */
export async function authenticateOperator(
  context: ServiceContext,
  appId: string,
  key: Secret,
): Promise<Operator> {
  const known = await requireKey(context, key);
  const app = await context.apps.get(appId);
  if (app.workspaceId !== known.workspaceId) throw new GrantryError("app_not_found");
  const label = `operator with the key "${known.name}"`;
  const author = { id: `key:${known.workspaceKeyId}`, label, email: null };
  return { kind: "operator", app, label, author };
}

/** Where an operator may act: for routes that name neither an app nor a workspace. */
export interface OperatorReach {
  readonly workspaceIds: readonly string[];
}

/** The workspaces of an operator. Throws unauthorized for an unknown key. */
export async function authenticateOperatorAnywhere(
  context: ServiceContext,
  key: Secret,
): Promise<OperatorReach> {
  return { workspaceIds: [(await requireKey(context, key)).workspaceId] };
}

async function requireKey(context: ServiceContext, key: Secret): Promise<WorkspaceKey> {
  const known = await findWorkspaceKey(context.store, key);
  if (known === undefined) throw new GrantryError("unauthorized", { detail: "Unauthorized" });
  return known;
}
