/** Who is the backend behind a service token? */
import { GrantryError } from "../../lib/error.ts";
import { findServiceToken } from "../../store/bearer-secrets.ts";
import type { AppUsersContext } from "./context.ts";
import { requireThawed } from "./frozen.ts";
import type { Backend, PresentedBackend } from "./principal.ts";

/**
 * The backend that a service token names. Throws unauthorized where the token is not a live one of this
 * app, and workspace_frozen; an app that does not exist refuses like one that others own.
 */
export async function authenticateBackend(
  context: AppUsersContext,
  { appId, serviceToken }: PresentedBackend,
): Promise<Backend> {
  const known = await findServiceToken(context.store, appId, serviceToken);
  if (known === undefined) throw new GrantryError("unauthorized");
  const app = await context.apps.get(appId);
  requireThawed(app);
  return { kind: "backend", app, serviceTokenId: known.serviceTokenId };
}
