/** What a workspace has switched off can be neither made nor used. */
import { GrantryError } from "../../lib/error.ts";
import type { Enabled } from "../../store/connector-governance.ts";
import type { OwnerKind } from "../../store/schema.ts";

const switches = {
  app: {
    code: "shared_connections_disabled",
    name: "builder_connection_enabled",
    what: "shared connections",
  },
  user: {
    code: "user_connections_disabled",
    name: "per_user_connection_enabled",
    what: "connections of app users",
  },
} as const;

/**
 * Throws shared_connections_disabled or user_connections_disabled where the workspace has switched
 * this kind of connection off for the type.
 */
export function requireEnabled(
  { integrationType, enabled }: { readonly integrationType: string; readonly enabled: Enabled },
  owner: OwnerKind,
): void {
  if (enabled[owner]) return;
  const { code, name, what } = switches[owner];
  throw new GrantryError(code, {
    detail: `The workspace has switched off ${what} for "${integrationType}" (${name}): no new ones, and none that exist are used. An owner or admin of the workspace can switch them on again.`,
  });
}
