/** Who is the backend behind a service token? */
import { GrantryError } from "../../lib/error.ts";
import { findServiceToken, type KnownServiceToken } from "../../store/bearer-secrets.ts";
import type { AppUsersContext } from "./context.ts";
import { requireThawed } from "./frozen.ts";
import type { Backend, PresentedBackend } from "./principal.ts";
import { requireServiceScope } from "./service-scopes.ts";

/**
 * The backend that a service token names. Throws unauthorized where the token is not a live one of this
 * app, forbidden without the scope, and workspace_frozen, unless it is for what goes on then; an app that does not exist refuses like one that
 * others own.
 */
export async function authenticateBackend(
  context: AppUsersContext,
  presented: PresentedBackend,
  whileFrozen = false,
): Promise<Backend> {
  const { serviceTokenId, scopes, connectorIds } = await requireServiceToken(context, presented);
  const app = await context.apps.get(presented.appId);
  if (!whileFrozen) requireThawed(app);
  return { kind: "backend", app, serviceTokenId, scopes, connectorIds };
}

/** The service token that a backend presents. Throws unauthorized, and forbidden without the scope. */
export async function requireServiceToken(
  context: Pick<AppUsersContext, "store" | "serviceTokenUses">,
  { appId, serviceToken, scope }: PresentedBackend,
): Promise<KnownServiceToken> {
  const known = await findServiceToken(context.store, appId, serviceToken);
  if (known === undefined) throw new GrantryError("unauthorized");
  context.serviceTokenUses.note(known);
  requireServiceScope(known, scope);
  return known;
}
