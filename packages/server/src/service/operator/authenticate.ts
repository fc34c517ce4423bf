/** Which operator is behind a workspace API key? */
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { findWorkspaceKey } from "../../store/bearer-secrets.ts";
import type { ServiceContext } from "../context.ts";
import type { Operator } from "../principal.ts";

/**
 * The operator at this app. Throws unauthorized for an unknown key; a key of another workspace gets
 * app_not_found, the same answer as for an app that does not exist.
 */
export async function authenticateOperator(
  context: ServiceContext,
  appId: string,
  key: Secret,
): Promise<Operator> {
  const known = await findWorkspaceKey(context.store, key);
  if (known === undefined) throw new GrantryError("unauthorized", { detail: "Unauthorized" });
  const app = await context.apps.get(appId);
  if (app.workspaceId !== known.workspaceId) throw new GrantryError("app_not_found");
  return { kind: "operator", app, label: `operator with the key "${known.name}"` };
}
