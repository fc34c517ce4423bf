/** A consent that kept less than was asked for: the connection works, without what the person left out. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { missingScopes } from "../../provider/scopes.ts";
import type { Authorization } from "../../store/authorizations.ts";
import type { Connection } from "../../store/connections.ts";
import { type Access, accessOf } from "./access.ts";

export interface Less {
  /** In a language (BCP 47). */
  missingIn(language: string): Access;
  grantedIn(language: string): Access;
}

/**
 * What the connection lacks now of what was asked for. Null where that is nothing, and where the provider lets
 * nobody leave something out: then another consent would bring the same.
 */
export function lessOf(
  entry: ProviderConnector,
  { requestedScopes }: Pick<Authorization, "requestedScopes">,
  { status, grantedScopes }: Pick<Connection, "status" | "grantedScopes">,
): Less | null {
  if (!entry.connector.scopes.reducible_by_user || status === "disconnected") return null;
  const missing = missingScopes(entry, requestedScopes, grantedScopes);
  if (missing.length === 0) return null;
  const granted = requestedScopes.filter((scope) => !missing.includes(scope));
  return {
    missingIn: (language) => accessOf(entry, missing, language),
    grantedIn: (language) => accessOf(entry, granted, language),
  };
}
